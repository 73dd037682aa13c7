import assert from "node:assert/strict";
import { exitCodeFor } from "../../../../host-tools/cli/commands/exit-codes.js";
import type { AwsSettings } from "../../../../host-tools/cloud/account/aws-settings.js";
import { toToolError } from "../../../../host-tools/cloud/account/to-tool-error.js";

const settings: AwsSettings = {
	profile: undefined,
	region: undefined,
	endpointUrl: undefined,
	hasEnvironmentCredentials: false,
};
const named = (name: string, message = "why") => Object.assign(new Error(message), { name });
const outcome = (thrown: unknown) => {
	const error = toToolError(thrown, "iot:CreateProvisioningClaim", settings);
	assert.ok(error.next, "every AWS failure says what to try next");
	return [error.code, exitCodeFor(error.code)];
};

describe("toToolError", () => {
	it("tells what is missing in the environment from what failed", () => {
		assert.deepEqual(outcome(named("CredentialsProviderError")), ["credentials-missing", 3]);
		assert.deepEqual(outcome(named("ExpiredTokenException")), ["credentials-refused", 3]);
		assert.deepEqual(outcome(named("Error", "Region is missing")), ["region-missing", 3]);
		assert.deepEqual(outcome(Object.assign(new Error(""), { code: "ECONNREFUSED" })), ["endpoint-unreachable", 3]);
		assert.deepEqual(outcome(named("AccessDeniedException")), ["permission-missing", 1]);
		assert.deepEqual(outcome(named("InvalidRequestException")), ["aws-refused", 1]);
		assert.deepEqual(outcome(named("TimeoutError")), ["timeout", 4]);
	});

	it("says of every mistake about the endpoint what it is and what mends it", () => {
		const local = { ...settings, endpointUrl: "http://127.0.0.1:4566" };
		const system = (code: string, name = "Error") =>
			Object.assign(new Error(`${code} in the system's words`), { code, name });
		const json = new SyntaxError("Unexpected token '<'\n  Deserialization error: to see the raw response, inspect");
		const withPath = { ...settings, endpointUrl: "http://127.0.0.1:4566/iot" };
		const table: readonly [thrown: Error, settings: AwsSettings, code: string, words: RegExp][] = [
			[system("ECONNREFUSED"), local, "endpoint-unreachable", /start it with `thingsmith local`/],
			[system("ECONNRESET", "TimeoutError"), local, "endpoint-unreachable", /not the MQTT port/],
			[system("ENOTFOUND"), settings, "endpoint-unreachable", /--region/],
			[system("EPROTO"), local, "endpoint-invalid", /does not speak TLS[\s\S]*http:\/\//],
			[system("HPE_INVALID_CONSTANT"), local, "endpoint-invalid", /does not speak HTTP[\s\S]*right port/],
			[system("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), local, "endpoint-invalid", /MQTT port[\s\S]*NODE_EXTRA_CA_CERTS/],
			[system("CERT_HAS_EXPIRED"), settings, "endpoint-invalid", /clock/],
			[json, local, "endpoint-invalid", /is no AWS API/],
			[named("Unknown", "UnknownError"), local, "endpoint-invalid", /is no AWS API/],
			[
				named("NotImplementedException"),
				withPath,
				"endpoint-invalid",
				/leave \/iot out of the URL: http:\/\/127.0.0.1:4566/,
			],
			[named("NotImplementedException"), local, "aws-refused", /NotImplementedException/],
			[named("Error", 'Region not accepted: region="us east" is no'), settings, "region-invalid", /--region/],
			[named("RequestTimeTooSkewed"), settings, "clock-skewed", /clock/],
			[named("InvalidSignatureException", "Signature expired: 2026 is now"), settings, "clock-skewed", /clock/],
			[named("InvalidSignatureException"), settings, "credentials-refused", /aws sso login/],
			[
				named("CredentialsProviderError", "Token is expired. To refresh this SSO session run 'aws sso login'"),
				{ ...settings, profile: "work" },
				"credentials-refused",
				/aws sso login --profile work/,
			],
		];
		for (const [thrown, where, code, words] of table) {
			const error = toToolError(thrown, "iot:ListThings", where);
			assert.equal(error.code, code, thrown.message);
			assert.match(`${error.message}\nNext: ${error.next}`, words);
			assert.doesNotMatch(error.message, /\n/);
		}
	});

	it("names the permission that is missing", () => {
		const error = toToolError(named("AccessDeniedException"), "iot:CreateProvisioningClaim", settings);
		assert.match(error.next ?? "", /allow iot:CreateProvisioningClaim/);
	});
});
