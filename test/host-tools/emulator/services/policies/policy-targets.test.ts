import assert from "node:assert/strict";
import type { Registry } from "../../../../../host-tools/emulator/services/registry.js";
import { refused } from "../refused.js";
import { foreignPrincipals, openFixture, policyDocument, type RegistryFixture } from "../registry-fixture.js";

describe("Registry: policies and their targets", () => {
	let fixture: RegistryFixture;
	let registry: Registry;
	let target: string;
	beforeEach(async () => {
		fixture = await openFixture();
		registry = fixture.registry;
		target = fixture.addCertificate("c").certificateArn;
		registry.policies.createPolicy("p", policyDocument);
	});
	afterEach(() => fixture.close());

	it("lists an attachment from both sides, and attaching twice is no error", () => {
		for (let times = 0; times < 2; times++) registry.policies.attachPolicy("p", target);
		assert.deepEqual(
			registry.policies.listAttachedPolicies(target).map(({ policyName }) => policyName),
			["p"],
		);
		assert.deepEqual([...registry.policies.listTargetsForPolicy("p")], [target]);
		registry.policies.detachPolicy("p", target);
		assert.deepEqual(registry.policies.listAttachedPolicies(target), []);
		assert.deepEqual([...registry.policies.listTargetsForPolicy("p")], []);
	});

	it("refuses what is not there on either side", () => {
		const other = `arn:aws:iot:us-east-1:000000000000:cert/${"a".repeat(64)}`;
		const missing = refused("ResourceNotFoundException", 404);
		assert.throws(() => registry.policies.attachPolicy("q", target), missing);
		assert.throws(() => registry.policies.attachPolicy("p", other), missing);
		assert.throws(() => registry.policies.listAttachedPolicies(other), missing);
		assert.throws(() => registry.policies.listTargetsForPolicy("q"), missing);
	});

	it("knows a certificate by the ARN of its own region only", () => {
		const elsewhere = target.replace("us-east-1", "eu-west-1");
		const missing = refused("ResourceNotFoundException", 404, /made in another region/);
		assert.throws(() => registry.policies.attachPolicy("p", elsewhere), missing);
	});

	it("detaching a policy that is not attached, or not there, succeeds", () => {
		registry.policies.detachPolicy("p", target);
		registry.policies.detachPolicy("q", target);
	});

	for (const bad of foreignPrincipals.filter((one) => !one.includes(":thinggroup/"))) {
		it(`refuses ${JSON.stringify(bad.slice(0, 60))} as target`, () => {
			assert.throws(() => registry.policies.attachPolicy("p", bad), refused("InvalidRequestException", 400, /^target/));
			assert.throws(() => registry.policies.detachPolicy("p", bad), refused("InvalidRequestException", 400, /^target/));
		});
	}

	it("attaches two policies to one thing group and no more, and lists it among a policy's targets", () => {
		const group = registry.thingGroups.createThingGroup("g").thingGroupArn;
		for (let index = 0; index < 3; index++) registry.policies.createPolicy(`p${index}`, policyDocument);
		registry.policies.attachPolicy("p0", group);
		registry.policies.attachPolicy("p1", group);
		assert.throws(
			() => registry.policies.attachPolicy("p2", group),
			refused("LimitExceededException", 410, /limit is 2/),
		);
		registry.policies.attachPolicy("p0", target);
		assert.deepEqual([...registry.policies.listTargetsForPolicy("p0")], [target, group]);
		assert.throws(() => registry.policies.deletePolicy("p1"), refused("DeleteConflictException", 409));
		registry.thingGroups.deleteThingGroup("g");
		assert.deepEqual([...registry.policies.listTargetsForPolicy("p0")], [target]);
		registry.policies.deletePolicy("p1");
	});

	it("attaches ten policies to one certificate and no more", () => {
		for (let index = 0; index < 11; index++) registry.policies.createPolicy(`p${index}`, policyDocument);
		for (let index = 0; index < 10; index++) registry.policies.attachPolicy(`p${index}`, target);
		assert.throws(() => registry.policies.attachPolicy("p10", target), refused("LimitExceededException", 410, /10/));
		registry.policies.attachPolicy("p9", target);
		registry.policies.detachPolicy("p0", target);
		registry.policies.attachPolicy("p10", target);
	});
});
