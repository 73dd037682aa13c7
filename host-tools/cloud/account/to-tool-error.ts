import { memberOf } from "../../base/member-of.js";
import { explainSystemError } from "../../base/system-error.js";
import { ToolError, type ToolErrorCode } from "../../base/tool-error.js";
import { type AwsSettings, isLoopback } from "./aws-settings.js";

interface Explanation {
	readonly code: ToolErrorCode;
	readonly next: string;
	/** Instead of what the SDK says. */
	readonly reason?: string;
}

const withoutAws = "without AWS: --endpoint-url http://127.0.0.1:4566 (AWS_ENDPOINT_URL_IOT) and `thingsmith local`";

const credentialsMissing: Explanation = {
	code: "credentials-missing",
	next: `log in (\`aws sso login\`, \`aws configure\`) or name a profile with --profile; ${withoutAws}`,
};
const credentialsRefused: Explanation = {
	code: "credentials-refused",
	next: "renew them (`aws sso login`), and see who you are with `aws sts get-caller-identity`",
};
const clockSkewed: Explanation = {
	code: "clock-skewed",
	next: "set this machine's clock (NTP): AWS refuses what was signed more than five minutes off",
};

/** By the `name` of the SDK's errors and of AWS's exceptions. */
const byName: Readonly<Record<string, Explanation>> = Object.freeze({
	CredentialsProviderError: credentialsMissing,
	TokenProviderError: credentialsMissing,
	ExpiredToken: credentialsRefused,
	ExpiredTokenException: credentialsRefused,
	UnrecognizedClientException: credentialsRefused,
	InvalidClientTokenId: credentialsRefused,
	InvalidSignatureException: credentialsRefused,
	SignatureDoesNotMatch: credentialsRefused,
	RequestTimeTooSkewed: clockSkewed,
	RequestExpired: clockSkewed,
	RequestInTheFuture: clockSkewed,
	ServiceUnavailableException: {
		code: "aws-refused",
		next: "try again in a moment; a `thingsmith local` whose disk is full says so itself: make room there",
	},
	TimeoutError: { code: "timeout", next: "try again; AWS or the network was slow" },
});

/** What the AWS SDK threw, as an error that says what to do. `action` is the API operation, e.g. `iot:CreateProvisioningClaim`. */
export function toToolError(thrown: unknown, action: string, settings: AwsSettings): ToolError {
	if (thrown instanceof ToolError) return thrown;
	const error = thrown instanceof Error ? thrown : new Error(String(thrown));
	const { code, next, reason } = explain(error, action, settings);
	const where = settings.endpointUrl === undefined ? "" : ` at ${settings.endpointUrl}`;
	// The SDK adds advice for programmers in lines of their own.
	const said = error.message.split("\n", 1)[0] || error.name;
	return new ToolError(code, `${action}${where}: ${reason ?? said}`, { next, cause: thrown });
}

function explain(error: Error, action: string, settings: AwsSettings): Explanation {
	const { name, message } = error;
	return (
		ofEndpoint(error, settings) ??
		ofMessage(message, settings) ??
		memberOf(byName, name) ??
		(/^(AccessDenied|Unauthorized)/.test(name)
			? { code: "permission-missing", next: `have your administrator allow ${action}` }
			: { code: "aws-refused", next: `see what AWS says about ${name} of ${action}` })
	);
}

/** What is wrong with where the API was looked for. */
function ofEndpoint(error: Error, settings: AwsSettings): Explanation | undefined {
	const { endpointUrl } = settings;
	const meaning = explainSystemError(error);
	if (meaning !== undefined) {
		const { hostname } = error as { hostname?: string };
		const reason = hostname === undefined ? meaning.reason : `${meaning.reason}: ${hostname}`;
		return { code: meaning.code, reason, next: endpointNext(meaning, settings) };
	}
	if (endpointUrl === undefined) return undefined;
	const { origin, pathname } = new URL(endpointUrl);
	const code = "endpoint-invalid";
	if (pathname !== "/" && /^(NotImplemented|Unknown|ResourceNotFound)/.test(error.name)) {
		return { code, next: `leave ${pathname} out of the URL: ${origin}` };
	}
	if (error instanceof SyntaxError || /^Unknown(Error)?$/.test(error.name)) {
		const reason = "what answers there is no AWS API";
		return { code, reason, next: "mend --endpoint-url (AWS_ENDPOINT_URL_IOT): `thingsmith local` prints its own" };
	}
	return undefined;
}

function endpointNext(
	{ code, next }: { readonly code: ToolErrorCode; readonly next: string },
	{ endpointUrl }: AwsSettings,
): string {
	if (code !== "endpoint-unreachable" && code !== "endpoint-invalid") return next;
	if (endpointUrl === undefined) return code === "endpoint-invalid" ? next : "check the network, and --region";
	if (code === "endpoint-invalid" || !isLoopback(endpointUrl)) return `${next} (--endpoint-url, AWS_ENDPOINT_URL_IOT)`;
	return "start it with `thingsmith local`, or mend --endpoint-url (AWS_ENDPOINT_URL_IOT): the control plane, not the MQTT port";
}

/** What the SDK has no name for. */
function ofMessage(message: string, { profile }: AwsSettings): Explanation | undefined {
	if (/region is missing/i.test(message)) {
		return { code: "region-missing", next: `name one: --region us-east-1, or AWS_REGION; ${withoutAws}` };
	}
	if (/region not accepted|invalid region/i.test(message)) {
		return { code: "region-invalid", next: "mend --region, AWS_REGION or the profile: regions are written us-east-1" };
	}
	if (/sso login|sso session/i.test(message)) {
		const named = profile === undefined ? "" : ` --profile ${profile}`;
		return { code: "credentials-refused", next: `log in again: \`aws sso login${named}\`` };
	}
	return /signature expired|signature not yet current/i.test(message) ? clockSkewed : undefined;
}
