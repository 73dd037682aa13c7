import assert from "node:assert/strict";
import fc from "fast-check";
import { lintText } from "../../../../../host-tools/cloud/lint/lint-text.js";
import { defaultOptions } from "../../../../../host-tools/cloud/lint/rules/rule.js";
import { type ArnKind, type ArnScope, arn } from "../../../../../host-tools/emulator/arn.js";
import {
	type CompiledStatement,
	compilePolicy,
	evaluatePolicies,
	type PolicyAction,
} from "../../../../../host-tools/emulator/policy/evaluate-policies.js";
import { parsePolicyDocument } from "../../../../../host-tools/emulator/policy/parse-policy.js";
import { policyContext } from "../../../../../host-tools/emulator/policy/policy-context.js";

/** What a connection may do by the emulator, which knows nothing of the linter. */
type Ask = (action: PolicyAction, kind: ArnKind, name: string) => boolean;

function asker(statements: readonly CompiledStatement[], scope: ArnScope, clientId: string, isThing: boolean): Ask {
	const context = policyContext({
		clientId,
		scope,
		sourceIp: "192.0.2.1",
		domainName: undefined,
		certificateDer: undefined,
		thing: isThing ? { thingName: clientId, thingTypeName: undefined, attributes: {} } : undefined,
		attached: isThing,
		now: () => 0,
	});
	return (action, kind, name) => evaluatePolicies(statements, action, arn(scope, kind, name), context).allowed;
}

const may = (ask: Ask) => ({
	connect: (clientId: string) => ask("iot:Connect", "client", clientId),
	publish: (topic: string) => ask("iot:Publish", "topic", topic),
	/** To the topic, by any filter that brings it. */
	hear: (topic: string, filters: readonly string[]) =>
		[topic, ...filters].some((filter) => ask("iot:Subscribe", "topicfilter", filter)) &&
		ask("iot:Receive", "topic", topic),
});

function provisions(ask: Ask, request: "create" | "create-from-csr", template: string): boolean {
	const { publish, hear } = may(ask);
	return ["json", "cbor"].some((format) => {
		const topics = [
			`$aws/certificates/${request}/${format}`,
			`$aws/provisioning-templates/${template}/provision/${format}`,
		];
		return topics.every(
			(topic) =>
				publish(topic) &&
				["accepted", "rejected"].every((answer) => hear(`${topic}/${answer}`, [`${topic}/+`, `${topic}/#`])),
		);
	});
}

function doesJobs(ask: Ask, thing: string): boolean {
	const { publish, hear } = may(ask);
	const below = `$aws/things/${thing}/jobs`;
	const wide = [
		`${below}/#`,
		`${below}/+`,
		`${below}/+/accepted`,
		`${below}/+/+`,
		`${below}/+/get/accepted`,
		`${below}/+/+/+`,
	];
	const isTold = ["notify", "notify-next"].some((name) => hear(`${below}/${name}`, wide));
	const asks = ["start-next", "$next/get", "get", "lint-job/get"].some((name) => {
		return (
			publish(`${below}/${name}`) &&
			hear(`${below}/${name}/accepted`, [...wide, `${below}/${name}/+`, `${below}/${name}/#`])
		);
	});
	return isTold && asks && publish(`${below}/lint-job/update`);
}

function hasShadow(ask: Ask, thing: string): boolean {
	const { publish, hear } = may(ask);
	return ["shadow", "shadow/name/lint-shadow", "shadow/name/care"].some((kind) => {
		const below = `$aws/things/${thing}/${kind}`;
		const answers = ["update/accepted", "update/delta", "update/documents", "get/accepted"];
		const wide = ["update/+", "update/#", "get/+", "get/#", "+/+", "+/accepted", "#"].map((rest) => `${below}/${rest}`);
		return publish(`${below}/update`) && answers.some((answer) => hear(`${below}/${answer}`, wide));
	});
}

/** Each flow, and who takes part in it. */
const flows = {
	"provisioning-keys": (ask: Ask) => provisions(ask, "create", "fleet"),
	"provisioning-csr": (ask: Ask) => provisions(ask, "create-from-csr", "fleet"),
	telemetry: (ask: Ask, thing: string) => may(ask).publish(`${thing}/temperature`),
	jobs: doesJobs,
	shadow: hasShadow,
} as const;

type Flow = keyof typeof flows;

const scopes = [
	{ region: "us-east-1", accountId: "123456789012" },
	{ region: "eu-west-1", accountId: "123456789012" },
] as const;

/** As a certificate holder may call itself; the policy has to let one of them do all of it. */
const clientIds = ["lint-device", "unit-1", "claim-x", "unit-2"];

function emulatorAllows(policy: object, flow: Flow): boolean {
	const statements = compilePolicy("", parsePolicyDocument(JSON.stringify(policy)));
	return scopes.some((scope) =>
		clientIds.some((clientId) =>
			// A claim has no thing; a device that rotates its certificate has.
			(flow.startsWith("provisioning") ? [false, true] : [true]).some((isThing) => {
				const ask = asker(statements, scope, clientId, isThing);
				return may(ask).connect(clientId) && flows[flow](ask, clientId);
			}),
		),
	);
}

const ownName = "${iot:Connection.Thing.ThingName}";
const names = fc.constantFrom(
	ownName,
	ownName,
	"${iot:ClientId}",
	"unit-1",
	"*",
	"${iot:Connection.Thing.ThingTypeNam}",
);
const topics = fc.oneof(
	fc.constantFrom(
		"$aws/certificates/create/*",
		"$aws/certificates/create-from-csr/*",
		"$aws/certificates/*",
		"$aws/certificates/create/json",
	),
	fc.constantFrom("$aws/certificates/create/json/*", "$aws/certificates/create-from-csr/cbor*"),
	fc.constantFrom(
		"$aws/provisioning-templates/fleet/provision/*",
		"$aws/provisioning-templates/fleet/provision/json",
		"$aws/*",
	),
	fc.constantFrom(
		"$aws/provisioning-templates/fleet/provision/json/accepted",
		"$aws/provisioning-templates/flee?/provision/*",
	),
	fc
		.tuple(
			names,
			fc.constantFrom(
				"jobs/*",
				"jobs/notify",
				"jobs/notify-next",
				"jobs/start-next",
				"jobs/start-next/*",
				"jobs/*/update",
				"jobs/#",
				"*",
			),
		)
		.map(([name, rest]) => `$aws/things/${name}/${rest}`),
	fc
		.tuple(
			names,
			fc.constantFrom(
				"shadow/update",
				"shadow/update/*",
				"shadow/get/accepted",
				"shadow/name/care/*",
				"shadow/*",
				"shadow/+/accepted",
			),
		)
		.map(([name, rest]) => `$aws/things/${name}/${rest}`),
	names.map((name) => `${name}/temperature`),
	fc.constantFrom("*", "dt/*"),
);
const kinds = fc.constantFrom("topic", "topic", "topic", "topicfilter");
const resource = (what: fc.Arbitrary<string>) =>
	fc
		.tuple(
			fc.constantFrom(
				"us-east-1:123456789012",
				"us-east-1:123456789012",
				"us-east-1:123456789012",
				"*:*",
				"eu-west-1:123456789012",
			),
			what,
		)
		.map(([place, name]) => `arn:aws:iot:${place}:${name}`);
const conditions = fc.oneof(
	{ weight: 6, arbitrary: fc.constant(undefined) },
	{ weight: 2, arbitrary: fc.constant({ Bool: { "iot:Connection.Thing.IsAttached": "true" } }) },
	{
		weight: 1,
		arbitrary: fc.constantFrom(
			{ Bool: { "iot:Connection.Thing.IsAttached": "false" } },
			{ StringEquals: { "iot:ClientId": "unit-1" } },
			{ StringLike: { "iot:ClientId": "unit-?" } },
			{ StringNotEquals: { "iot:ClientId": ownName } },
			{ StringEqualsIfExists: { "iot:Connection.Thing.ThingName": "UNIT-1" } },
			{ StringNotLike: { "iot:Connection.Thing.ThingName": "unit-*" } },
			{ Null: { "iot:Connection.Thing.ThingName": "true" } },
			{ "ForAnyValue:StringEquals": { "iot:Connection.Thing.ThingName": ["unit-2"] } },
		),
	},
);
const withCondition = (statement: object, condition: object | undefined) =>
	condition === undefined ? statement : { ...statement, Condition: condition };
const effects = fc.oneof(
	{ weight: 12, arbitrary: fc.constant("Allow") },
	{ weight: 1, arbitrary: fc.constant("Deny") },
);
const connect = fc
	.tuple(
		effects,
		resource(
			fc
				.tuple(fc.constant("client/"), fc.oneof(names, fc.constantFrom("claim-*", "unit-2")))
				.map((parts) => parts.join("")),
		),
		conditions,
	)
	.map(([Effect, Resource, condition]) => withCondition({ Effect, Action: "iot:Connect", Resource }, condition));
const messages = fc
	.tuple(
		effects,
		fc.subarray(["iot:Publish", "iot:Receive", "iot:Subscribe", "iot:*"], { minLength: 1, maxLength: 3 }),
		fc.array(resource(fc.tuple(kinds, topics).map((parts) => parts.join("/"))), { minLength: 1, maxLength: 4 }),
		conditions,
		fc.constantFrom("Resource", "Resource", "Resource", "Resource", "NotResource"),
	)
	.map(([Effect, Action, resources, condition, member]) =>
		withCondition({ Effect, Action, [member]: resources }, condition),
	);
const versions = fc.constantFrom("2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17");
const anyPolicy = fc
	.tuple(versions, connect, fc.array(messages, { minLength: 1, maxLength: 4 }))
	.map(([Version, first, rest]) => ({ Version, Statement: [first, ...rest] }));

/** Policies that nearly are enough: those of each flow with a part left out or changed. */
function whole(flow: Flow): fc.Arbitrary<object> {
	const below = {
		jobs: `$aws/things/${ownName}/jobs/*`,
		shadow: `$aws/things/${ownName}/shadow/*`,
		telemetry: `${ownName}/temperature`,
	};
	const families = flow.startsWith("provisioning")
		? [
				`$aws/certificates/${flow === "provisioning-keys" ? "create" : "create-from-csr"}/*`,
				"$aws/certificates/create-from-csr/*",
				"$aws/provisioning-templates/fleet/provision/*",
			]
		: [below[flow as keyof typeof below]];
	const arns = (kind: string) => families.map((family) => `arn:aws:iot:us-east-1:123456789012:${kind}/${family}`);
	const client = flow.startsWith("provisioning") ? "claim-*" : ownName;
	const statements = [
		{ Effect: "Allow", Action: "iot:Connect", Resource: `arn:aws:iot:us-east-1:123456789012:client/${client}` },
		{ Effect: "Allow", Action: ["iot:Publish"], Resource: arns("topic") },
		{ Effect: "Allow", Action: ["iot:Receive"], Resource: arns("topic") },
		{ Effect: "Allow", Action: ["iot:Subscribe"], Resource: arns("topicfilter") },
	];
	return fc
		.tuple(versions, fc.subarray(statements, { minLength: 2 }), fc.array(messages, { maxLength: 1 }))
		.map(([Version, kept, added]) => ({ Version, Statement: [...kept, ...added] }));
}

describe("cloud lint and the emulator's policy language", () => {
	for (const flow of Object.keys(flows) as Flow[]) {
		it(`never calls a policy clean that forbids ${flow}`, () => {
			const counts = { clean: 0, found: 0 };
			fc.assert(
				fc.property(fc.oneof(anyPolicy, whole(flow)), (policy) => {
					const linted = lintText(JSON.stringify(policy), { ...defaultOptions, flows: [flow] });
					assert.ok(linted);
					if (linted.findings.length > 0) counts.found += 1;
					else {
						counts.clean += 1;
						assert.ok(emulatorAllows(policy, flow), "nothing was found, and the emulator denies it");
					}
				}),
				{ numRuns: 500, endOnFailure: true },
			);
			// Otherwise it would hold for a linter that finds everything in everything, or is never asked anything.
			assert.ok(counts.clean > 5 && counts.found > 50, JSON.stringify(counts));
		});
	}

	it("holds a policy that mentions a flow to all of it without being told to", () => {
		const evident = {
			"provisioning-keys": "create/",
			"provisioning-csr": "create-from-csr",
			jobs: "/jobs",
			shadow: "/shadow",
		} as const;
		for (const [flow, mention] of Object.entries(evident) as [Flow, string][]) {
			fc.assert(
				fc.property(whole(flow), (policy) => {
					const text = JSON.stringify(policy);
					fc.pre(text.includes(mention));
					const linted = lintText(text);
					assert.ok(linted);
					if (linted.findings.length === 0)
						assert.ok(emulatorAllows(policy, flow), "nothing was found, and the emulator denies it");
				}),
				{ numRuns: 150, endOnFailure: true },
			);
		}
	});
});
