import assert from "node:assert/strict";
import fc from "fast-check";
import { compilePolicy, evaluatePolicies } from "../../../../host-tools/emulator/policy/evaluate-policies.js";
import { explainDecision } from "../../../../host-tools/emulator/policy/explain-decision.js";
import { parsePolicyDocument } from "../../../../host-tools/emulator/policy/parse-policy.js";
import type { PolicyContext } from "../../../../host-tools/emulator/policy/policy-context.js";

const prefix = "arn:aws:iot:us-east-1:000000000000:";
const context: PolicyContext = {
	values: (key) => (key === "iot:ClientId" ? ["c"] : undefined),
	variable: (name) => (name === "iot:ClientId" ? "c" : undefined),
};

function explain(policies: readonly object[][], action: "iot:Publish" | "iot:Connect", name: string) {
	const statements = policies.flatMap((Statement, index) => {
		const document = parsePolicyDocument(JSON.stringify({ Version: "2012-10-17", Statement }));
		return compilePolicy(`p${index}`, document, { versionId: 3, group: index === 0 ? undefined : "g" });
	});
	const resource = `${prefix}topic/${name}`;
	const decision = evaluatePolicies(statements, action, resource, context);
	const facts = {
		action,
		resource,
		statements,
		decision,
		context,
		principal: "it",
		thingName: "c",
		attachedThings: [],
	};
	return { decision, explanation: explainDecision(facts) };
}

const statement = fc.record({
	Effect: fc.constantFrom("Allow", "Deny"),
	Action: fc.constantFrom("iot:Publish", "iot:Connect", "iot:*", ["iot:Receive", "iot:Publish"]),
	Resource: fc.constantFrom(
		"*",
		`${prefix}topic/a`,
		`${prefix}topic/*`,
		`${prefix}topic/\${iot:ClientId}`,
		`${prefix}topic/\${x}`,
	),
	Condition: fc.constantFrom({}, { StringEquals: { "iot:ClientId": "c" } }, { Bool: { "iot:Missing": "true" } }),
});

describe("explainDecision()", () => {
	it("says what the evaluator decides, names one statement where one decides, and has a word for each", () => {
		const policies = fc.array(fc.array(statement, { minLength: 1, maxLength: 3 }), { maxLength: 3 });
		const asked = fc.tuple(fc.constantFrom("iot:Publish", "iot:Connect"), fc.constantFrom("a", "b", "c"));
		fc.assert(
			fc.property(policies, asked, (documents, [action, name]) => {
				const { decision, explanation } = explain(documents, action, name);
				assert.equal(explanation.decision === "ALLOWED", decision.allowed);
				assert.equal(explanation.decision === "EXPLICIT_DENY", !decision.allowed && decision.statement !== undefined);
				const deciding = explanation.statements.filter(({ verdict }) => verdict === "decides");
				assert.equal(deciding.length, decision.statement === undefined ? 0 : 1);
				assert.equal(explanation.statements.length, documents.flat().length);
				assert.equal(explanation.needed === undefined, decision.allowed);
				for (const { why } of explanation.statements) assert.notEqual(why, "");
			}),
		);
	});

	it("names policy, version, group and place of each statement, and why it does not apply", () => {
		const { explanation } = explain(
			[
				[{ Effect: "Allow", Action: ["iot:Connect", "iot:Receive"], Resource: "*" }],
				[
					{ Effect: "Allow", Action: "iot:Publish", Resource: `${prefix}topic/\${iot:ClientId}/*` },
					{ Effect: "Allow", Action: "iot:Publish", Resource: "*", Condition: { Bool: { "iot:Missing": "true" } } },
					{ Effect: "Allow", Action: "iot:Publish", NotResource: `${prefix}topic/a` },
				],
			],
			"iot:Publish",
			"a",
		);
		assert.deepEqual(explanation.statements[0], {
			policyName: "p0",
			policyVersionId: "3",
			statement: 1,
			effect: "Allow",
			verdict: "other-action",
			why: "names iot:Connect, iot:Receive",
		});
		assert.deepEqual(
			explanation.statements.slice(1).map(({ thingGroupName, statement, why }) => [thingGroupName, statement, why]),
			[
				["g", 1, `is for ${prefix}topic/c/*`],
				["g", 2, "its condition Bool iot:Missing does not hold"],
				["g", 3, `is for all but ${prefix}topic/a`],
			],
		);
	});
});
