import { realpath } from "node:fs/promises";
import { sep } from "node:path";
import type { HookSettings } from "../../behaviour.js";
import { isHookUrl, isLambdaArn } from "./hook-forms.js";
import { ProvisioningRejection } from "./rejection.js";

/** What is called in the place of a Lambda function. */
export type HookTarget =
	| { readonly kind: "url"; readonly url: URL }
	/** The real path of a module. */
	| { readonly kind: "module"; readonly path: string };

type Allowed = Pick<HookSettings, "directory" | "targets">;

/**
 * Finds what a template's hook is here. Whoever reaches the control plane can make a template, so only the person who started the
 * emulator decides which files run in it and which other machines hear of devices. Throws ProvisioningRejection AccessDenied that
 * says how to allow the hook.
 */
export async function findHookTarget(targetArn: string, allowed: Allowed): Promise<HookTarget> {
	if (isLambdaArn(targetArn)) return mappedTarget(targetArn, allowed);
	if (!isHookUrl(targetArn)) throw refused("its target is neither the ARN of a Lambda function nor a URL");
	const url = new URL(targetArn);
	if (url.protocol === "file:") return { kind: "module", path: await moduleWithin(allowed.directory, url) };
	if (!isLoopback(url.hostname)) {
		throw refused(
			`"${url.hostname}" is not this machine, and the hook of a template is called there only: name a Lambda function in the template, and start the emulator with --hook ARN=${url.origin}/…`,
		);
	}
	return { kind: "url", url };
}

async function mappedTarget(targetArn: string, { targets }: Allowed): Promise<HookTarget> {
	const target = targets?.get(targetArn);
	if (target === undefined) {
		throw new ProvisioningRejection(
			403,
			"AccessDenied",
			`The pre-provisioning hook is the Lambda function ${targetArn}, and the emulator runs none: start it with --hook ${targetArn}=URL, or =FILE of a JavaScript module`,
			"hook-not-mapped",
		);
	}
	if (/^https?:/i.test(target)) return { kind: "url", url: new URL(target) };
	return { kind: "module", path: await realPath(target) };
}

/**
 * Real paths are compared, so that no symbolic link leads out of the folder. A file that is missing and one that is elsewhere are
 * refused alike: whoever made the template shall not learn which files there are.
 */
async function moduleWithin(directory: string | undefined, url: URL): Promise<string> {
	if (directory === undefined) {
		throw refused("it is a file, and the emulator runs files only from the folder it was started with: --hooks DIR");
	}
	const folder = await realPath(directory);
	const path = await realpath(url).catch(() => "");
	if (path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return path;
	throw refused(`${url.href} is no file in the folder of --hooks`);
}

async function realPath(path: string): Promise<string> {
	try {
		return await realpath(path);
	} catch (error) {
		throw refused((error as Error).message);
	}
}

function isLoopback(hostname: string): boolean {
	return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function refused(why: string): ProvisioningRejection {
	return new ProvisioningRejection(
		403,
		"AccessDenied",
		`The pre-provisioning hook cannot be called: ${why}`,
		"hook-refused",
	);
}
