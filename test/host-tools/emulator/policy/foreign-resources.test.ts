import assert from "node:assert/strict";
import { compilePolicy } from "../../../../host-tools/emulator/policy/evaluate-policies.js";
import { foreignResources } from "../../../../host-tools/emulator/policy/foreign-resources.js";
import { parsePolicyDocument } from "../../../../host-tools/emulator/policy/parse-policy.js";

function explain(...resources: string[]): string | undefined {
	const Statement = resources.map((Resource) => ({ Effect: "Allow", Action: "iot:Connect", Resource }));
	const document = parsePolicyDocument(JSON.stringify({ Version: "2012-10-17", Statement }));
	return foreignResources(compilePolicy("p", document), "arn:aws:iot:us-east-1:000000000000:client/d");
}

describe("foreignResources()", () => {
	it("names account and region of the policy and of the certificate, and the options that bring them together", () => {
		assert.equal(
			explain("arn:aws:iot:eu-west-1:111122223333:client/${iot:Connection.Thing.ThingName}"),
			'policy "p" is for account 111122223333, region eu-west-1, and the certificate is of account 000000000000, region us-east-1: start the emulator with --account 111122223333 --region eu-west-1, or write the policy for where the certificate is',
		);
		assert.match(explain("arn:aws:iot:eu-west-1:000000000000:client/*") ?? "", / with --region eu-west-1, or/);
		assert.match(explain("arn:aws:iot:us-east-1:111122223333:client/*") ?? "", / with --account 111122223333, or/);
		assert.match(explain("arn:aws:iot:*:111122223333:client/*") ?? "", / with --account 111122223333, or/);
	});

	for (const resource of [
		"*",
		"arn:*",
		"arn:aws:iot:us-east-1:000000000000:client/other",
		"arn:aws:iot:*:000000000000:client/other",
		"arn:aws:iot:us-*:0000000?0000:client/other",
		"arn:aws:iot:${aws:PrincipalTag/region}:000000000000:client/d",
	]) {
		it(`has nothing to say of ${resource}, nor where it stands beside another account`, () => {
			assert.equal(explain(resource), undefined);
			assert.equal(explain("arn:aws:iot:eu-west-1:111122223333:client/d", resource), undefined);
		});
	}
});
