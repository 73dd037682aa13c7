import { systemErrorCode, ToolError, type ToolErrorCode } from "../../base/tool-error.js";
import type { AwsSettings } from "./aws-settings.js";

interface Explanation {
	readonly code: ToolErrorCode;
	readonly next: string;
}

const endpointHint = (settings: AwsSettings): Explanation => ({
	code: "endpoint-unreachable",
	next:
		settings.endpointUrl === undefined
			? "check the network, and --region"
			: "start it with `thingsmith local`, or mend --endpoint-url (AWS_ENDPOINT_URL)",
});

const withoutAws = "without AWS: --endpoint-url http://127.0.0.1:4566 (AWS_ENDPOINT_URL) and `thingsmith local`";

const credentialsMissing: Explanation = {
	code: "credentials-missing",
	next: `log in (\`aws sso login\`, \`aws configure\`) or name a profile with --profile; ${withoutAws}`,
};
const credentialsRefused: Explanation = {
	code: "credentials-refused",
	next: "renew them (`aws sso login`), and see who you are with `aws sts get-caller-identity`",
};

const byName: Readonly<Record<string, Explanation>> = Object.freeze({
	CredentialsProviderError: credentialsMissing,
	TokenProviderError: credentialsMissing,
	ExpiredToken: credentialsRefused,
	ExpiredTokenException: credentialsRefused,
	UnrecognizedClientException: credentialsRefused,
	InvalidClientTokenId: credentialsRefused,
	InvalidSignatureException: credentialsRefused,
	SignatureDoesNotMatch: credentialsRefused,
	TimeoutError: { code: "timeout", next: "try again; AWS or the network was slow" },
});

const unreachable = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ECONNRESET"]);

/** What the AWS SDK threw, as an error that says what to do. `action` is the API operation, e.g. `iot:CreateProvisioningClaim`. */
export function toToolError(thrown: unknown, action: string, settings: AwsSettings): ToolError {
	if (thrown instanceof ToolError) return thrown;
	const error = thrown instanceof Error ? thrown : new Error(String(thrown));
	const { code, next } = explain(error, action, settings);
	const where = settings.endpointUrl === undefined ? "" : ` at ${settings.endpointUrl}`;
	// AggregateError (both IPv4 and IPv6 refused) has no message of its own.
	const reason = error.message || systemErrorCode(error) || error.name;
	return new ToolError(code, `${action}${where}: ${reason}`, { next, cause: thrown });
}

function explain(error: Error, action: string, settings: AwsSettings): Explanation {
	const known = byName[error.name];
	if (known !== undefined) return known;
	if (unreachable.has(systemErrorCode(error) ?? "")) return endpointHint(settings);
	if (/region is missing/i.test(error.message)) {
		return { code: "region-missing", next: `name one: --region us-east-1, or AWS_REGION; ${withoutAws}` };
	}
	if (/^(AccessDenied|Unauthorized)/.test(error.name)) {
		return { code: "permission-missing", next: `have your administrator allow ${action}` };
	}
	return { code: "aws-refused", next: `see what AWS says about ${error.name} of ${action}` };
}
