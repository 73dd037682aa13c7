import type { Command } from "commander";
import { ToolError } from "../../base/tool-error.js";
import { checkProfile } from "../../cloud/account/aws-profiles.js";
import type { AwsSettings } from "../../cloud/account/aws-settings.js";
import { httpUrl, isHttpUrl, likelyUrl, regionName } from "./arguments.js";

export interface AwsFlags {
	readonly profile?: string;
	readonly region?: string;
	readonly endpointUrl?: string;
}

export function addAwsOptions(command: Command): Command {
	return command
		.option("--profile <name>", "profile of ~/.aws/config (AWS_PROFILE)")
		.option("--region <name>", "AWS region (AWS_REGION, AWS_DEFAULT_REGION)", regionName)
		.option(
			"--endpoint-url <url>",
			"instead of AWS, e.g. http://127.0.0.1:4566 (AWS_ENDPOINT_URL_IOT, AWS_ENDPOINT_URL)",
			httpUrl,
		);
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Flags win over the environment, in the order the AWS CLI has. Empty variables count as absent. Throws `endpoint-invalid`,
 * `profile-missing`, `config-invalid`.
 */
export function awsSettings(flags: AwsFlags, env: Environment): AwsSettings {
	const ignoreConfigured = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === "true";
	const configured = ignoreConfigured ? undefined : configuredEndpoint(env);
	const profile = flags.profile || env.AWS_PROFILE || undefined;
	if (profile !== undefined) checkProfile(profile, env);
	return {
		profile,
		region: flags.region || env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined,
		endpointUrl: flags.endpointUrl || configured || undefined,
		...(!flags.endpointUrl && configured && { endpointIsConfigured: true }),
		hasEnvironmentCredentials: Boolean(env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY),
	};
}

function configuredEndpoint(env: Environment): string | undefined {
	const name = env.AWS_ENDPOINT_URL_IOT ? "AWS_ENDPOINT_URL_IOT" : "AWS_ENDPOINT_URL";
	const value = env[name];
	if (value === undefined || value === "" || isHttpUrl(value)) return value;
	throw new ToolError("endpoint-invalid", `${name} is ${JSON.stringify(value)}, which is no URL`, {
		next: `write it as ${likelyUrl(value)}, or unset it`,
	});
}
