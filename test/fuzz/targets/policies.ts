import { defaultScope } from "../../../host-tools/emulator/arn.js";
import type { JsonObject } from "../../../host-tools/emulator/json-value.js";
import { compilePolicy, evaluatePolicies } from "../../../host-tools/emulator/policy/evaluate-policies.js";
import { explainDecision } from "../../../host-tools/emulator/policy/explain-decision.js";
import { parsePolicyDocument } from "../../../host-tools/emulator/policy/parse-policy.js";
import { policyContext } from "../../../host-tools/emulator/policy/policy-context.js";
import { attempt, type FuzzTarget } from "../fuzz-target.js";
import { mutateText, oddText } from "../mutate.js";
import { jsonText, mutateJson } from "../odd-json.js";
import type { Random } from "../random.js";
import { refusable } from "../refusals.js";

const arn = "arn:aws:iot:us-east-1:000000000000:";
const words = [
	"${iot:ClientId}",
	"${iot:Connection.Thing.ThingName}",
	"${iot:Connection.Thing.Attributes[a]}",
	"${iot:Certificate.Subject.CommonName}",
	"${*}",
	"${",
	"*",
	"?",
	"iot:Connect",
	"iot:*",
	`${arn}topic/`,
	`${arn}client/`,
	"ForAllValues:StringLike",
	"IpAddress",
	"10.0.0.0/8",
	"2020-01-01T00:00:00Z",
	"aws:SourceIp",
	"aws:CurrentTime",
];
const document: JsonObject = {
	Version: "2012-10-17",
	Statement: [
		{ Effect: "Allow", Action: "iot:Connect", Resource: `${arn}client/\${iot:ClientId}` },
		{ Effect: "Allow", Action: ["iot:Publish", "iot:Receive"], Resource: [`${arn}topic/a/*/b`, "*"] },
		{ Effect: "Deny", Action: "iot:*", NotResource: `${arn}topic/\${iot:Connection.Thing.ThingName}/?*` },
		{
			Effect: "Allow",
			Action: "iot:Subscribe",
			Resource: "*",
			Condition: {
				StringEqualsIgnoreCase: { "iot:ClientId": ["a", "b"] },
				IpAddress: { "aws:SourceIp": "127.0.0.0/8" },
				NumericLessThanIfExists: { "aws:EpochTime": 2_000_000_000 },
				DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" },
				"ForAnyValue:StringLike": { "iot:ConnectAttributes": ["Last*"] },
				Bool: { "iot:Connection.Thing.IsAttached": true },
				ArnLike: { "iot:LastWillTopic": `${arn}topic/*` },
				Null: { "iot:DomainName": "false" },
			},
		},
	],
};

function subject(random: Random) {
	return policyContext({
		clientId: random.once(4) ? oddText(random) : "a",
		scope: defaultScope,
		sourceIp: random.pick(["127.0.0.1", "::1", "fe80::1%eth0", undefined, ""]),
		domainName: random.once(2) ? "localhost" : undefined,
		certificateDer: undefined,
		thing: { thingName: "a", thingTypeName: undefined, attributes: { a: oddText(random) } },
		attached: random.once(2),
		connect: { persistent: random.once(2), lastWillTopic: random.once(2) ? oddText(random) : undefined },
		now: () => 1_700_000_000_000,
	});
}

/** Policies: parsed, compiled, evaluated and explained. */
export const policies: FuzzTarget = {
	name: "policies",
	share: 110,
	open: () => ({
		next(random) {
			const text = jsonText(random, mutateJson(random, document, words));
			const action = random.pick(["iot:Connect", "iot:Publish", "iot:Subscribe"] as const);
			const resource = random.once(3) ? mutateText(random, `${arn}topic/a/x/b`, words, 512) : `${arn}topic/a/x/b`;
			const context = subject(random);
			return attempt(
				() => `${text}\n${action} ${resource}`,
				() => {
					const parsed = refusable(() => parsePolicyDocument(text));
					if (parsed === undefined) return;
					const statements = compilePolicy("p", parsed, { versionId: 1 });
					const decision = evaluatePolicies(statements, action, resource, context);
					const facts = { action, resource, statements, decision, context, principal: "certificate 1", thingName: "a" };
					const { decision: told } = explainDecision({ ...facts, attachedThings: [] });
					if ((told === "ALLOWED") !== decision.allowed) throw new Error(`decided ${decision.allowed}, told ${told}`);
				},
			);
		},
	}),
};
