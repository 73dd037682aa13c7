import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parsePolicyDocument } from "../../../../../../../host-tools/emulator/policy/parse-policy.js";
import {
	hasBypassedDeny,
	hasWildcardsInDeny,
} from "../../../../../../../host-tools/emulator/services/defender/audit/checks/misconfigured-policies.js";
import { broadActions } from "../../../../../../../host-tools/emulator/services/defender/audit/checks/permissive-policies.js";
import { repositoryRoot } from "../../../../../../support/source-imports.js";

const prefix = "arn:aws:iot:us-east-1:000000000000:";
const policyArn = `${prefix}policy/p`;
const statement = (Effect: string, Action: string | string[], ...names: string[]) => ({
	Effect,
	Action,
	Resource: names.map((name) => (name === "*" ? "*" : `${prefix}${name}`)),
});
const parse = (...Statement: object[]) => parsePolicyDocument(JSON.stringify({ Version: "2012-10-17", Statement }));
const broad = (...statements: object[]) => broadActions(parse(...statements), policyArn);
const isAttached = { Bool: { "iot:Connection.Thing.IsAttached": "true" } };

describe("broadActions()", () => {
	it("finds the examples that AWS calls noncompliant", () => {
		assert.deepEqual(broad(statement("Allow", "iot:Connect", "client/*")), ["iot:Connect"]);
		assert.deepEqual(broad(statement("Allow", "iot:Connect", "client/${iot:ClientId}")), ["iot:Connect"]);
		for (const topic of ["topic/$aws/things/*/shadow/update", "topic/$aws/things/*", "topic/*", "*"]) {
			assert.deepEqual(broad(statement("Allow", "iot:Publish", topic)), ["iot:Publish"], topic);
		}
		for (const filter of [
			"topicfilter/$aws/things/*",
			"topicfilter/$aws/things/+/shadow/update",
			"topicfilter/$aws/things/#",
		]) {
			assert.deepEqual(broad(statement("Allow", "iot:Subscribe", filter)), ["iot:Subscribe"], filter);
		}
		assert.deepEqual(broad(statement("Allow", "iot:UpdateThingShadow", "thing/*")), ["iot:UpdateThingShadow"]);
		assert.equal(broad(statement("Allow", "iot:*", "*")).length, 10);
		assert.deepEqual(broad({ Effect: "Allow", Action: "iot:Connect", NotResource: `${prefix}client/admin` }), [
			"iot:Connect",
		]);
	});

	it("finds nothing in the examples that AWS calls compliant", () => {
		const own = "${iot:Connection.Thing.ThingName}";
		const connect = statement("Allow", "iot:Connect", `client/${own}`);
		assert.deepEqual(broad({ ...connect, Condition: isAttached }, connect), []);
		assert.deepEqual(
			broad({ ...statement("Allow", "iot:Connect", "client/${iot:ClientId}"), Condition: isAttached }),
			[],
		);
		assert.deepEqual(broad(statement("Allow", "iot:Publish", `topic/$aws/things/${own}/shadow/*`, "topic/data/*")), []);
		assert.deepEqual(broad(statement("Allow", "iot:Subscribe", `topicfilter/$aws/things/${own}/*`)), []);
		assert.deepEqual(broad(statement("Allow", "iot:Receive", "topic/$aws/things/*")), []);
		assert.deepEqual(broad(statement("Allow", "iot:GetThingShadow", "thing/MyThing1", "thing/MyThing2")), []);
		assert.deepEqual(broad(statement("Deny", "iot:*", "*"), statement("Allow", "iot:*", "*")), []);
	});

	it("finds nothing in the policy that our devices get", () => {
		const text = readFileSync(join(repositoryRoot, "docs/aws/device-policy.json"), "utf8");
		const own = text.replaceAll("REGION", "us-east-1").replaceAll("ACCOUNT", "000000000000");
		assert.deepEqual(broadActions(parsePolicyDocument(own), policyArn), []);
	});
});

describe("policies that are potentially misconfigured", () => {
	const allow = statement("Allow", "iot:Subscribe", "topicfilter/building/*");
	const receive = statement("Allow", "iot:Receive", "topic/building/*");

	it("have MQTT wildcards in a Deny", () => {
		const deny = statement("Deny", "iot:Subscribe", "topicfilter/building/control_room/#");
		assert.equal(hasWildcardsInDeny(parse(allow, deny, receive)), true);
		assert.equal(hasWildcardsInDeny(parse(allow, receive)), false);
		assert.equal(hasBypassedDeny(parse(allow, deny, receive)), false);
	});

	it("deny filters that an allowed one with a wildcard covers", () => {
		const deny = statement("Deny", "iot:Subscribe", "topicfilter/building/control_room/*");
		assert.equal(hasBypassedDeny(parse(allow, deny, receive)), true);
		const noReceive = statement("Deny", "iot:Receive", "topic/building/control_room/*");
		assert.equal(hasBypassedDeny(parse(allow, deny, receive, noReceive)), false);
		assert.equal(hasBypassedDeny(parse(statement("Allow", "iot:Subscribe", "topicfilter/other/*"), deny)), false);
	});
});
