import assert from "node:assert/strict";
import { exitCodeFor } from "../../../../host-tools/cli/commands/exit-codes.js";
import { toToolError } from "../../../../host-tools/cloud/account/to-tool-error.js";

const settings = { profile: undefined, region: undefined, endpointUrl: undefined, hasEnvironmentCredentials: false };
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

	it("names the permission that is missing", () => {
		const error = toToolError(named("AccessDeniedException"), "iot:CreateProvisioningClaim", settings);
		assert.match(error.next ?? "", /allow iot:CreateProvisioningClaim/);
	});
});
