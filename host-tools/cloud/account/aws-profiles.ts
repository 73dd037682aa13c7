import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ToolError } from "../../base/tool-error.js";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Throws `profile-missing` when neither of the AWS CLI's two files has that profile, and `config-invalid` for a file that is none:
 * the SDK passes over both, and then misses a region.
 */
export function checkProfile(profile: string, env: Environment): void {
	const { configPath, credentialsPath } = awsFiles(env);
	const configured = sections(configPath).flatMap((name) => /^profile\s+(.+)$/.exec(name)?.[1] ?? []);
	const names = new Set([...configured, ...sections(credentialsPath)]);
	if (profile === "default" || names.has(profile)) return;
	throw new ToolError("profile-missing", `There is no profile "${profile}" in ${configPath} or ${credentialsPath}`, {
		next:
			names.size === 0
				? `make it with \`aws configure --profile ${profile}\`, or leave --profile (AWS_PROFILE) out`
				: `use one of: ${[...names].join(", ")} (--profile, AWS_PROFILE)`,
	});
}

/** Where the AWS CLI's two files are. */
export function awsFiles(env: Environment): { readonly configPath: string; readonly credentialsPath: string } {
	const home = env.HOME || env.USERPROFILE || homedir();
	return {
		configPath: env.AWS_CONFIG_FILE || join(home, ".aws", "config"),
		credentialsPath: env.AWS_SHARED_CREDENTIALS_FILE || join(home, ".aws", "credentials"),
	};
}

/** What stands in brackets; none of a file that is not there or may not be read. */
function sections(path: string): string[] {
	const lines = read(path).split(/\r?\n/);
	const first = lines.findIndex((line) => !/^\s*([#;].*)?$/.test(line));
	if (first >= 0 && !/^\s*\[/.test(lines[first] ?? "")) {
		throw new ToolError("config-invalid", `Line ${first + 1} of ${path} is in no section`, {
			next: "put it below a line such as [profile NAME], and save the file as UTF-8",
		});
	}
	return lines.flatMap((line) => /^\s*\[\s*([^\]]+?)\s*\]/.exec(line)?.[1]?.replace(/["']/g, "") ?? []);
}

function read(path: string): string {
	try {
		return readFileSync(path, "utf8").replace(/^\ufeff/, "");
	} catch {
		return "";
	}
}
