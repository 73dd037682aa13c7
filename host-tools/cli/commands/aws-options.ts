import type { Command } from "commander";
import type { AwsSettings } from "../../cloud/account/aws-settings.js";
import { httpUrl } from "./arguments.js";

export interface AwsFlags {
	readonly profile?: string;
	readonly region?: string;
	readonly endpointUrl?: string;
}

export function addAwsOptions(command: Command): Command {
	return command
		.option("--profile <name>", "profile of ~/.aws/config (AWS_PROFILE)")
		.option("--region <name>", "AWS region (AWS_REGION, AWS_DEFAULT_REGION)")
		.option(
			"--endpoint-url <url>",
			"instead of AWS, e.g. http://127.0.0.1:4566 (AWS_ENDPOINT_URL_IOT, AWS_ENDPOINT_URL)",
			httpUrl,
		);
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Flags win over the environment, in the order the AWS CLI has. Empty variables count as absent. */
export function awsSettings(flags: AwsFlags, env: Environment): AwsSettings {
	const ignoreConfigured = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === "true";
	const configured = ignoreConfigured ? undefined : env.AWS_ENDPOINT_URL_IOT || env.AWS_ENDPOINT_URL;
	return {
		profile: flags.profile || env.AWS_PROFILE || undefined,
		region: flags.region || env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined,
		endpointUrl: flags.endpointUrl || configured || undefined,
		hasEnvironmentCredentials: Boolean(env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY),
	};
}
