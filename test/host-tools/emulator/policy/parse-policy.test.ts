import assert from "node:assert/strict";
import { AwsError } from "../../../../host-tools/emulator/aws-error.js";
import { parsePolicyDocument } from "../../../../host-tools/emulator/policy/parse-policy.js";

const statement = { Effect: "Allow", Action: "iot:Connect", Resource: "*" };
const document = (changes: object, rest: object = {}) =>
	JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, ...changes }], ...rest });

describe("parsePolicyDocument()", () => {
	it("reads a statement that is not in a list, single strings and lists", () => {
		const { statements } = parsePolicyDocument(
			JSON.stringify({
				Version: "2012-10-17",
				Statement: {
					Effect: "Deny",
					Action: ["iot:Publish", "iot:Receive"],
					NotResource: "arn:aws:iot:us-east-1:000000000000:topic/a",
					Condition: { Bool: { "iot:Connection.Thing.IsAttached": true } },
				},
			}),
		);
		assert.deepEqual(statements, [
			{
				effect: "Deny",
				actions: ["iot:Publish", "iot:Receive"],
				resources: undefined,
				notResources: ["arn:aws:iot:us-east-1:000000000000:topic/a"],
				conditions: new Map([["Bool", new Map([["iot:Connection.Thing.IsAttached", ["true"]]])]]),
			},
		]);
	});

	const refusals: [name: string, text: string, message: RegExp][] = [
		["text that is not JSON", "{", /not valid JSON/],
		["a document that is not an object", "[]", /must be a JSON object: it is an array/],
		["another version", document({}, { Version: "2011-01-01" }), /Version must be "2012-10-17" .*: it is "2011-01-01"/],
		["a version that is null", document({}, { Version: null }), /Version must be .*: it is null/],
		["a missing Statement", JSON.stringify({ Version: "2012-10-17" }), /Statement is missing or empty/],
		["an empty Statement", document({}, { Statement: [] }), /Statement is missing or empty/],
		["an Effect in lower case", document({ Effect: "allow" }), /Statement\[0\]\.Effect .* it is "allow"/],
		["an action of another service", document({ Action: "s3:GetObject" }), /it is "s3:GetObject"/],
		["an empty list of actions", document({ Action: [] }), /Action must not be empty/],
		["both Resource and NotResource", document({ NotResource: "*" }), /exactly one of Resource and NotResource/],
		["neither Resource nor NotResource", document({ Resource: undefined }), /exactly one of Resource and NotResource/],
		["a resource that is no ARN", document({ Resource: "topic/a" }), /it is "topic\/a"/],
		["a Principal", document({ Principal: "*" }), /holds a Principal/],
		["an unknown member", document({ NotAction: "iot:Connect" }), /unknown member "NotAction"/],
		["an unknown condition operator", document({ Condition: { StringIs: {} } }), /no operator "StringIs"/],
		["a condition value that is an object", document({ Condition: { Bool: { a: {} } } }), /Bool\.a must be/],
	];
	for (const [name, text, message] of refusals) {
		it(`refuses ${name}`, () => {
			assert.throws(
				() => parsePolicyDocument(text),
				(error) =>
					error instanceof AwsError && error.name === "MalformedPolicyException" && message.test(error.message),
			);
		});
	}

	it("takes the older version, and none at all for the older one: neither has variables", () => {
		const hasVariables = (text: string) => parsePolicyDocument(text).hasVariables;
		assert.equal(hasVariables(document({})), true);
		assert.equal(hasVariables(document({}, { Version: "2008-10-17" })), false);
		assert.equal(hasVariables(JSON.stringify({ Statement: [statement] })), false);
	});

	it("counts 2048 characters without white space", () => {
		const fill = (length: number) => document({ Resource: `arn:${"x".repeat(length)}` });
		const overhead = fill(0).length;
		assert.ok(parsePolicyDocument(`  ${fill(2048 - overhead)}\n\t`));
		assert.throws(() => parsePolicyDocument(fill(2049 - overhead)), /too long: 2049 characters/);
	});
});
