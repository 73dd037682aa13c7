import { isSecretName } from "../../base/doctor/secrets.js";
import { readBounded } from "../../base/files/read-bounded.js";
import { awsFiles } from "../account/aws-profiles.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** Bytes; the AWS CLI's files of an organisation with hundreds of profiles have some. */
const largest = 1_048_576;
/** For one of them that is a pipe, in ms. */
const readMs = 3_000;

/** Settings that are called by their names; of anything else only that it is there: a line may hold a secret that slipped into a wrong place. */
const knownSettings: ReadonlySet<string> = new Set([
	"aws_access_key_id",
	"aws_secret_access_key",
	"aws_session_token",
	"ca_bundle",
	"credential_process",
	"credential_source",
	"duration_seconds",
	"endpoint_url",
	"external_id",
	"ignore_configured_endpoint_urls",
	"iot",
	"login_session",
	"max_attempts",
	"mfa_serial",
	"output",
	"region",
	"retry_mode",
	"role_arn",
	"role_session_name",
	"services",
	"source_profile",
	"sso_account_id",
	"sso_region",
	"sso_registration_scopes",
	"sso_role_name",
	"sso_session",
	"sso_start_url",
	"sts",
	"sts_regional_endpoints",
	"use_dualstack_endpoint",
	"use_fips_endpoint",
	"web_identity_token_file",
]);

/** A section of the AWS CLI's files: which settings it has, and not what to. */
export interface AwsSection {
	readonly file: "config" | "credentials";
	readonly section: string;
	readonly settings: readonly string[];
}

export interface AwsFilesReport {
	readonly sections: readonly AwsSection[];
	/** Values that may be secrets: for finding them elsewhere, and never to be shown. */
	readonly secrets: readonly string[];
}

/** What the AWS CLI's two files have; nothing of one that is not there, may not be read, or is too large. */
export async function readAwsFiles(env: Environment, signal: AbortSignal): Promise<AwsFilesReport> {
	const { configPath, credentialsPath } = awsFiles(env);
	const config = parse("config", await read(configPath, signal));
	const credentials = parse("credentials", await read(credentialsPath, signal));
	return {
		sections: [...config.sections, ...credentials.sections],
		secrets: [...config.secrets, ...credentials.secrets],
	};
}

async function read(path: string, signal: AbortSignal): Promise<string> {
	try {
		return (await readBounded(path, largest, signal, readMs)).toString("utf8");
	} catch {
		return "";
	}
}

function parse(file: AwsSection["file"], text: string): AwsFilesReport {
	const sections: { file: AwsSection["file"]; section: string; settings: string[] }[] = [];
	const secrets: string[] = [];
	for (const line of text.split(/\r?\n/)) {
		const section = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line)?.[1];
		if (section !== undefined) {
			sections.push({ file, section, settings: [] });
			continue;
		}
		const [, name = "", value = ""] = /^\s*([^=#;\s][^=]*?)\s*=\s*(.*)$/.exec(line) ?? [];
		if (value === "") continue;
		sections.at(-1)?.settings.push(knownSettings.has(name.toLowerCase()) ? name.toLowerCase() : "(another)");
		if (isSecretName(name)) secrets.push(value, ...value.split(/\s+/));
	}
	return { sections, secrets };
}
