import assert from "node:assert/strict";
import {
	compilePolicy,
	evaluatePolicies,
	type PolicyAction,
} from "../../../../host-tools/emulator/policy/evaluate-policies.js";
import { parsePolicyDocument } from "../../../../host-tools/emulator/policy/parse-policy.js";
import type { PolicyContext } from "../../../../host-tools/emulator/policy/policy-context.js";

const prefix = "arn:aws:iot:us-east-1:000000000000:";
const context = (keys: Record<string, string | string[]> = {}): PolicyContext => {
	const values = (key: string) => {
		const value = keys[key];
		return value === undefined || Array.isArray(value) ? value : [value];
	};
	return { values, variable: (name) => values(name)?.[0] };
};

function decide(statements: object[], action: PolicyAction, resource: string, keys = {}) {
	const document = JSON.stringify({ Version: "2012-10-17", Statement: statements });
	const compiled = compilePolicy("test", parsePolicyDocument(document));
	return evaluatePolicies(compiled, action, prefix + resource, context(keys)).allowed;
}

const allow = (Action: string | string[], Resource: string, Condition = {}) => ({
	Effect: "Allow",
	Action,
	Resource: Resource === "*" ? "*" : prefix + Resource,
	Condition,
});
const deny = (Action: string, Resource: string) => ({ Effect: "Deny", Action, Resource: prefix + Resource });

describe("evaluatePolicies()", () => {
	it("denies by default", () => {
		assert.equal(decide([allow("iot:Publish", "topic/a")], "iot:Connect", "client/a"), false);
		assert.equal(decide([allow("iot:Publish", "topic/a")], "iot:Publish", "topic/b"), false);
		assert.equal(evaluatePolicies([], "iot:Connect", "x", context()).allowed, false);
	});

	it("lets an explicit Deny win, wherever it stands", () => {
		const statements = [allow("iot:*", "*"), deny("iot:Publish", "topic/secret/*")];
		assert.equal(decide(statements, "iot:Publish", "topic/open"), true);
		assert.equal(decide(statements, "iot:Publish", "topic/secret/x"), false);
		assert.equal(decide(statements.reverse(), "iot:Publish", "topic/secret/x"), false);
	});

	it("compares actions without case, with wildcards", () => {
		assert.equal(decide([allow("IOT:publish", "topic/a")], "iot:Publish", "topic/a"), true);
		assert.equal(decide([allow("iot:*Publish", "topic/a")], "iot:RetainPublish", "topic/a"), true);
		assert.equal(decide([allow("*", "topic/a")], "iot:Receive", "topic/a"), true);
	});

	it("treats a requested filter as text: a Deny below a wildcard subscription is bypassed", () => {
		const statements = [allow("iot:Subscribe", "topicfilter/a/*"), deny("iot:Subscribe", "topicfilter/a/restricted/*")];
		assert.equal(decide(statements, "iot:Subscribe", "topicfilter/a/#"), true);
		assert.equal(decide(statements, "iot:Subscribe", "topicfilter/a/restricted/x"), false);
	});

	it("does not let create/* reach create-from-csr", () => {
		const statements = [allow("iot:Publish", "topic/$aws/certificates/create/*")];
		assert.equal(decide(statements, "iot:Publish", "topic/$aws/certificates/create/json"), true);
		assert.equal(decide(statements, "iot:Publish", "topic/$aws/certificates/create-from-csr/json"), false);
	});

	it("substitutes variables, and never matches when one has no value", () => {
		const statements = [allow("iot:Publish", "topic/dt/${iot:ClientId}/*")];
		assert.equal(decide(statements, "iot:Publish", "topic/dt/d1/x", { "iot:ClientId": "d1" }), true);
		assert.equal(decide(statements, "iot:Publish", "topic/dt/d2/x", { "iot:ClientId": "*" }), false);
		assert.equal(decide(statements, "iot:Publish", "topic/dt//x"), false);
		const denial = [allow("iot:Publish", "*"), deny("iot:Publish", "topic/${iot:ClientId}")];
		assert.equal(decide(denial, "iot:Publish", "topic/d1", { "iot:ClientId": "d1" }), false);
		assert.equal(decide(denial, "iot:Publish", "topic/d1"), true);
	});

	it("has no variables in a document of the older version", () => {
		const statement = allow("iot:Publish", "topic/${iot:ClientId}/${*}", { StringEquals: { k: "${k}" } });
		const compiled = compilePolicy("old", parsePolicyDocument(JSON.stringify({ Statement: [statement] })));
		const decideOld = (topic: string, k: string) =>
			evaluatePolicies(compiled, "iot:Publish", `${prefix}topic/${topic}`, context({ "iot:ClientId": "d", k })).allowed;
		assert.equal(decideOld("d/*", "${k}"), false);
		assert.equal(decideOld("${iot:ClientId}/${any}", "${k}"), true);
		assert.equal(decideOld("${iot:ClientId}/${any}", "x"), false);
	});

	it("covers with NotResource all but what it names, and fails closed on a variable without a value", () => {
		const but = (Effect: string) => [
			{ Effect, Action: "iot:Receive", NotResource: [`${prefix}topic/a/*`, `${prefix}topic/\${iot:ClientId}`] },
		];
		const keys = { "iot:ClientId": "me" };
		assert.equal(decide(but("Allow"), "iot:Receive", "topic/b", keys), true);
		assert.equal(decide(but("Allow"), "iot:Receive", "topic/a/b", keys), false);
		assert.equal(decide(but("Allow"), "iot:Receive", "topic/me", keys), false);
		assert.equal(decide(but("Allow"), "iot:Receive", "topic/b"), false);
		assert.equal(decide([allow("iot:*", "*"), ...but("Deny")], "iot:Receive", "topic/b"), false);
	});

	const holds = (condition: object, keys: object) =>
		decide([allow("iot:Publish", "*", condition)], "iot:Publish", "topic/a", keys);
	const cases: [condition: object, keys: object, expected: boolean][] = [
		[{ StringEquals: { k: ["a", "b"] } }, { k: "b" }, true],
		[{ StringEquals: { k: "a*" } }, { k: "ab" }, false],
		[{ StringEquals: { k: "a" } }, {}, false],
		[{ StringEqualsIfExists: { k: "a" } }, {}, true],
		[{ StringEqualsIfExists: { k: "a" } }, { k: "b" }, false],
		[{ StringNotEquals: { k: ["a", "b"] } }, { k: "b" }, false],
		[{ StringNotEquals: { k: "a" } }, {}, true],
		[{ StringEqualsIgnoreCase: { k: "A" } }, { k: "a" }, true],
		[{ StringLike: { k: "a*" } }, { k: "ab" }, true],
		[{ StringNotLike: { k: "a*" } }, { k: "ab" }, false],
		[{ StringEquals: { k: "${x}" } }, { k: "a", x: "a" }, true],
		[{ StringNotEquals: { k: "${x}" } }, { k: "a" }, false],
		[{ Bool: { k: "true" } }, { k: "true" }, true],
		[{ Bool: { k: "true" } }, { k: "false" }, false],
		[{ Null: { k: "true" } }, {}, true],
		[{ Null: { k: "true" } }, { k: "a" }, false],
		[{ Null: { k: "false" } }, { k: "a" }, true],
		[{ NumericLessThan: { k: "10" } }, { k: "9" }, true],
		[{ NumericGreaterThanEquals: { k: "10" } }, { k: "9" }, false],
		[{ NumericEquals: { k: "10" } }, { k: "ten" }, false],
		[{ DateLessThan: { k: "2030-01-01T00:00:00Z" } }, { k: "2029-12-31T23:59:59Z" }, true],
		[{ DateGreaterThan: { k: "2030-01-01T00:00:00Z" } }, { k: "1" }, false],
		[{ IpAddress: { k: "10.0.0.0/8" } }, { k: "10.1.2.3" }, true],
		[{ IpAddress: { k: ["10.0.0.0/8", "::1"] } }, { k: "::1" }, true],
		[{ NotIpAddress: { k: "10.0.0.0/8" } }, { k: "10.1.2.3" }, false],
		[{ IpAddress: { k: "10.0.0.0/99" } }, { k: "10.1.2.3" }, false],
		[{ ArnLike: { k: "arn:aws:iot:*:1:thing/*" } }, { k: "arn:aws:iot:r:1:thing/a:b" }, true],
		[{ ArnLike: { k: "arn:aws:*:thing/a" } }, { k: "arn:aws:iot:r:1:thing/a" }, false],
		[{ ArnNotEquals: { k: "arn:aws:iot:*:1:thing/*" } }, { k: "arn:aws:iot:r:2:thing/a" }, true],
		[{ "ForAllValues:StringEquals": { k: ["a", "b"] } }, { k: ["a", "b"] }, true],
		[{ "ForAllValues:StringEquals": { k: ["a", "b"] } }, { k: ["a", "c"] }, false],
		[{ "ForAllValues:StringEquals": { k: ["a"] } }, {}, true],
		[{ "ForAnyValue:StringEquals": { k: ["a"] } }, { k: ["c", "a"] }, true],
		[{ "ForAnyValue:StringEquals": { k: ["a"] } }, {}, false],
		[{ "ForAllValues:StringNotEquals": { k: ["LastWill"] } }, { k: ["PersistentConnect", "LastWill"] }, false],
		[{ StringEquals: { a: "1" }, Bool: { b: "true" } }, { a: "1", b: "false" }, false],
	];
	for (const [condition, keys, expected] of cases) {
		it(`condition ${JSON.stringify(condition)} is ${expected} for ${JSON.stringify(keys)}`, () => {
			assert.equal(holds(condition, keys), expected);
		});
	}
});
