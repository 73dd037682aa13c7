import assert from "node:assert/strict";
import { requiredParameters } from "../../../../host-tools/cloud/account/provisioning-claim.js";

describe("requiredParameters", () => {
	it("are those that are declared without default and not filled in by AWS", () => {
		const body = {
			Parameters: {
				SerialNumber: { Type: "String" },
				Site: { Type: "String", Default: "lab" },
				"AWS::IoT::Certificate::Id": { Type: "String" },
			},
		};
		assert.deepEqual(requiredParameters(JSON.stringify(body)), ["SerialNumber"]);
		assert.deepEqual(requiredParameters("{}"), []);
	});
});
