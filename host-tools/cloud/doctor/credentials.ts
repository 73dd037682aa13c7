import type { IoTClient } from "@aws-sdk/client-iot";
import { interruptible } from "../../base/interruption.js";
import type { AwsSettings } from "../account/aws-settings.js";
import { toToolError } from "../account/to-tool-error.js";

/** What is known of credentials besides their secrets. */
export interface CredentialsReport {
	/** The last four characters of the access key's id: enough to tell two apart. */
	readonly keyEnd: string;
	/** Where the SDK found them, in words. */
	readonly source: string;
	/** They have a session token, and end by themselves. */
	readonly temporary: boolean;
	/** Undefined: for good, or nobody said. */
	readonly expiresAt: Date | undefined;
}

/** By the marks that the SDK puts on credentials for its user agent, the most telling first: a chain leaves several. */
const sources: readonly (readonly [mark: string, source: string])[] = Object.freeze([
	["CREDENTIALS_CODE", "keys made up for an emulator on this machine"],
	["CREDENTIALS_PROFILE_SSO", "SSO, by the profile"],
	["CREDENTIALS_PROFILE_SSO_LEGACY", "SSO, by the profile"],
	["CREDENTIALS_SSO", "SSO"],
	["CREDENTIALS_SSO_LEGACY", "SSO"],
	["CREDENTIALS_PROFILE_LOGIN", "aws login, by the profile"],
	["CREDENTIALS_LOGIN", "aws login"],
	["CREDENTIALS_PROFILE_PROCESS", "credential_process of the profile"],
	["CREDENTIALS_PROCESS", "credential_process"],
	["CREDENTIALS_PROFILE_STS_WEB_ID_TOKEN", "a role by web identity, by the profile"],
	["CREDENTIALS_ENV_VARS_STS_WEB_ID_TOKEN", "a role by web identity, by the environment"],
	["CREDENTIALS_PROFILE_SOURCE_PROFILE", "a role that the profile names, with another profile's key"],
	["CREDENTIALS_PROFILE_NAMED_PROVIDER", "a role that the profile names, with the environment's key"],
	["CREDENTIALS_STS_ASSUME_ROLE", "an assumed role"],
	["CREDENTIALS_PROFILE", "the profile"],
	["CREDENTIALS_ENV_VARS", "the environment"],
	["CREDENTIALS_HTTP", "the container's service"],
	["CREDENTIALS_IMDS", "the instance's metadata"],
]);

/** Looks for credentials where the client does. Rejects with ToolError `credentials-missing`, `credentials-refused`, `interrupted`. */
export async function lookUpCredentials(
	client: IoTClient,
	settings: AwsSettings,
	signal: AbortSignal,
): Promise<CredentialsReport> {
	try {
		const found = await interruptible(() => client.config.credentials(), signal);
		const { accessKeyId, sessionToken, expiration } = found;
		const marks = (found as { readonly $source?: object }).$source ?? {};
		return {
			keyEnd: accessKeyId.slice(-4),
			source: sourceOf(marks, settings),
			temporary: sessionToken !== undefined,
			expiresAt: expiration,
		};
	} catch (error) {
		throw toToolError(error, "credentials", settings);
	}
}

function sourceOf(marks: object, { profile }: AwsSettings): string {
	const source = sources.find(([mark]) => mark in marks)?.[1] ?? "a source that the AWS SDK does not name";
	return profile === undefined ? source : source.replace(/the profile$/, `the profile ${profile}`);
}
