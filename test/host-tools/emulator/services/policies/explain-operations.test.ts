import assert from "node:assert/strict";
import type { Certificate } from "../../../../../host-tools/emulator/services/certificates/certificates.js";
import { allow, allowAll, createDevice } from "../../../../support/emulator-parts.js";
import { TestFront } from "../../../../support/front.js";
import { TestControlPlane } from "../../http/test-control-plane.js";
import { issued } from "../registry-fixture.js";

const document = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const topic = (name: string) => `arn:aws:iot:us-east-1:000000000000:topic/${name}`;

describe("/_thingsmith/explain", () => {
	let plane: TestControlPlane;
	let certificate: Certificate;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
		const { certificates, things, policies } = plane.registry;
		certificate = certificates.addCertificate(issued("c"), { status: "ACTIVE" });
		things.createThing("unit");
		things.attachThingPrincipal("unit", certificate.certificateArn);
		policies.createPolicy(
			"p",
			document(allow("iot:Connect", "client/*"), {
				...allow("iot:Publish", "topic/data/${iot:Connection.Thing.ThingName}/*"),
				Condition: { Bool: { "iot:Connection.Thing.IsAttached": "true" } },
			}),
		);
		policies.attachPolicy("p", certificate.certificateArn);
	});
	afterEach(() => plane.close());
	const explain = async (query: Record<string, string>) => {
		const { status, json } = await plane.raw("GET", `/_thingsmith/explain?${new URLSearchParams(query)}`);
		assert.equal(status, 200, JSON.stringify(json));
		return json.explanations;
	};
	const refusal = async (query: Record<string, string>) => {
		const { status, json } = await plane.raw("GET", `/_thingsmith/explain?${new URLSearchParams(query)}`);
		return `${status} ${json.message}`;
	};

	it("says which statement allows, of which version of the policy, and why the others do not decide", async () => {
		const [one] = await explain({ thing: "unit", action: "publish", topic: "data/unit/x" });
		assert.equal(one.decision, "ALLOWED");
		assert.equal(one.because, `iot:Publish on ${topic("data/unit/x")} is allowed by policy "p", statement 2`);
		assert.deepEqual(
			{ certificateId: one.certificateId, clientId: one.clientId, thingName: one.thingName, needed: one.needed },
			{ certificateId: certificate.certificateId, clientId: "unit", thingName: "unit", needed: undefined },
		);
		const common = { policyName: "p", policyVersionId: "1", effect: "Allow" };
		assert.deepEqual(one.statements, [
			{ ...common, statement: 1, verdict: "other-action", why: "names iot:Connect" },
			{ ...common, statement: 2, verdict: "decides", why: "applies, and decides" },
		]);
	});

	it("says what would be needed where nothing allows, and where a Deny decides", async () => {
		const [one] = await explain({ thing: "unit", action: "publish", topic: "other" });
		assert.equal(one.decision, "IMPLICIT_DENY");
		assert.match(one.because, /no resource matches; allowed for iot:Publish: "arn:.*topic\/data\/unit\/\*"/);
		assert.match(one.needed, /"Effect":"Allow","Action":"iot:Publish","Resource":"arn:.*:topic\/other"/);
		assert.equal(one.statements[1].verdict, "other-resource");
		const { policies, thingGroups } = plane.registry;
		thingGroups.createThingGroup("quarantine");
		thingGroups.addThingToThingGroup("quarantine", "unit");
		policies.createPolicy("none", document({ Effect: "Deny", Action: "iot:*", Resource: "*" }));
		policies.attachPolicy("none", thingGroups.describeThingGroup("quarantine").thingGroupArn);
		const [denied] = await explain({ thing: "unit", action: "publish", topic: "data/unit/x" });
		assert.equal(denied.decision, "EXPLICIT_DENY");
		assert.match(denied.needed, /policy "none" of thing group "quarantine", statement 1 must no longer apply/);
		assert.deepEqual(
			denied.statements.map(({ verdict, thingGroupName }: Record<string, string>) => [verdict, thingGroupName]),
			[
				["other-action", undefined],
				["applies", undefined],
				["decides", "quarantine"],
			],
		);
	});

	it("knows a certificate by id and by ARN, with the client id that is supposed", async () => {
		const { certificateId, certificateArn } = certificate;
		for (const who of [certificateId, certificateArn]) {
			const [one] = await explain({ certificate: who, clientId: "x", action: "publish", topic: "data/unit/x" });
			assert.equal(one.decision, "IMPLICIT_DENY");
			assert.equal(one.thingName, undefined);
			assert.match(one.because, /Thing variables need a client id equal to the thing's name/);
		}
		const [condition] = await explain({ certificate: certificateId, clientId: "unit", action: "connect" });
		assert.equal(condition.resource, "arn:aws:iot:us-east-1:000000000000:client/unit");
	});

	it("answers for each certificate of a thing, and says which cannot connect", async () => {
		const { certificates, things } = plane.registry;
		const second = certificates.addCertificate(issued("d"), { status: "INACTIVE" });
		things.attachThingPrincipal("unit", second.certificateArn);
		const all = await explain({ thing: "unit", action: "connect" });
		const of = (id: string) => all.find((one: { certificateId: string }) => one.certificateId === id);
		assert.equal(of(certificate.certificateId).decision, "ALLOWED");
		assert.equal(of(second.certificateId).problem, "The certificate is INACTIVE: nobody can connect with it");
		assert.match(of(second.certificateId).because, /has no policy attached/);
	});

	it("explains a provisioning claim by what claims are made for", async () => {
		const claim = plane.registry.certificates.addCertificate(issued("claim"), {
			status: "ACTIVE",
			claimForTemplate: "fleet",
		});
		const asked = { certificate: claim.certificateId, action: "publish" };
		const [one] = await explain({ ...asked, topic: "$aws/provisioning-templates/fleet/provision/json" });
		assert.equal(one.decision, "ALLOWED");
		assert.equal((await explain({ ...asked, topic: "a" }))[0].decision, "IMPLICIT_DENY");
	});

	it("takes the same in a body", async () => {
		const body = JSON.stringify({ thing: "unit", action: "iot:Publish", topic: "data/unit/x" });
		const { json } = await plane.raw("POST", "/_thingsmith/explain", { body });
		assert.equal(json.explanations[0].decision, "ALLOWED");
	});

	it("refuses questions about nobody and nothing", async () => {
		assert.match(await refusal({ action: "publish", topic: "a" }), /400 thing, certificate or clientId is missing/);
		assert.match(await refusal({ thing: "no", action: "publish", topic: "a" }), /404 Thing "no" does not exist/);
		assert.match(await refusal({ thing: "unit", action: "dance", topic: "a" }), /400 action must be one of Connect/);
		assert.match(await refusal({ thing: "unit", topic: "a" }), /it is missing/);
		assert.match(await refusal({ thing: "unit", action: "publish" }), /400 topic is missing/);
		const unknown = "a".repeat(64);
		assert.match(await refusal({ certificate: unknown, action: "connect" }), /404 Certificate a+ does not exist/);
		plane.registry.things.createThing("bare");
		assert.match(await refusal({ thing: "bare", action: "connect" }), /400 Thing "bare" has no certificate/);
	});
});

describe("/_thingsmith/explain of what no policy allows", () => {
	let front: TestFront;
	let certificate: string;
	before(async () => {
		front = await TestFront.start();
		certificate = (await createDevice(front.parts, [allowAll])).certificateId;
	});
	after(() => front.close());
	const explain = async (action: string, name: string) => {
		const query = new URLSearchParams({ certificate, action, topic: name });
		const answer = await fetch(`${front.httpUrl}/_thingsmith/explain?${query}`);
		return ((await answer.json()) as { explanations: [Record<string, string>] }).explanations[0];
	};

	it("says so, whatever the certificate's policies allow", async () => {
		const never: readonly (readonly [action: string, name: string, because: RegExp])[] = [
			["publish", "$aws/events/presence/connected/x", /is refused to everybody: .*subscrib/],
			["publish", "$aws/things/x/shadow/update/accepted", /is refused to everybody/],
			["publish", "$SYS/x", /is refused to everybody: it is a reserved topic/],
			["publish", "a/b/c/d/e/f/g/h/i", /it has 8 slashes, the limit is 7/],
			["publish", "x".repeat(257), /it has 257 bytes, the limit is 256/],
			["publish", "a/+", /a topic holds no \+/],
			["retain-publish", "$aws/things/x/shadow/update", /reserved topics take no retained messages/],
			["receive", "a/#", /a topic holds no/],
			["subscribe", "$SYS/#", /is refused to everybody: it is a reserved topic/],
			["subscribe", "$share/group/$SYS/#", /is refused to everybody: it is a reserved topic/],
			["subscribe", "a/#/b", /# must be the last level/],
			["connect", "$x", /Client ids that begin with "\$" are reserved/],
			["connect", "x".repeat(129), /The client id has 129 bytes/],
		];
		for (const [action, name, because] of never) {
			const one = await explain(action, name);
			assert.equal(one.decision, "IMPOSSIBLE", `${action} ${name}`);
			assert.match(one.because ?? "", because);
			assert.match(one.needed ?? "", /^Another (topic|topic filter|client id): no policy helps$/);
			assert.deepEqual(one.statements, []);
		}
	});

	it("leaves to policies what they decide on", async () => {
		for (const [action, name] of [
			["publish", "$aws/things/x/shadow/update"],
			["publish", "$aws/rules/r/a/b/c/d/e/f/g/h"],
			["receive", "$aws/events/presence/connected/x"],
			["subscribe", "$share/group/a/#"],
			["get-thing-shadow", "x"],
		] as const) {
			assert.equal((await explain(action, name)).decision, "ALLOWED", name);
		}
	});
});
