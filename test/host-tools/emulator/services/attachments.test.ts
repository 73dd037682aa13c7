import assert from "node:assert/strict";
import type { Registry } from "../../../../host-tools/emulator/services/registry.js";
import { refused } from "./refused.js";
import { openFixture, policyDocument, type RegistryFixture } from "./registry-fixture.js";

describe("Registry: attachments", () => {
	let fixture: RegistryFixture;
	let registry: Registry;
	let target: string;
	beforeEach(async () => {
		fixture = await openFixture();
		registry = fixture.registry;
		target = fixture.addCertificate("c").certificateArn;
		registry.createPolicy("p", policyDocument);
		registry.createThing("t");
	});
	afterEach(() => fixture.close());

	it("lists an attachment from both sides, and attaching twice is no error", () => {
		for (let times = 0; times < 2; times++) {
			registry.attachPolicy("p", target);
			registry.attachThingPrincipal("t", target);
		}
		assert.deepEqual(
			registry.listAttachedPolicies(target).map(({ policyName }) => policyName),
			["p"],
		);
		assert.deepEqual(registry.listTargetsForPolicy("p"), [target]);
		assert.deepEqual(registry.listThingPrincipals("t"), [target]);
		assert.deepEqual(registry.listPrincipalThings(target), ["t"]);
		registry.detachPolicy("p", target);
		registry.detachThingPrincipal("t", target);
		assert.deepEqual(registry.listAttachedPolicies(target), []);
		assert.deepEqual(registry.listTargetsForPolicy("p"), []);
		assert.deepEqual(registry.listThingPrincipals("t"), []);
		assert.deepEqual(registry.listPrincipalThings(target), []);
	});

	it("refuses what is not there on either side", () => {
		const other = `arn:aws:iot:us-east-1:000000000000:cert/${"a".repeat(64)}`;
		const missing = refused("ResourceNotFoundException", 404);
		assert.throws(() => registry.attachPolicy("q", target), missing);
		assert.throws(() => registry.attachPolicy("p", other), missing);
		assert.throws(() => registry.attachThingPrincipal("u", target), missing);
		assert.throws(() => registry.attachThingPrincipal("t", other), missing);
		assert.throws(() => registry.detachThingPrincipal("t", target), missing);
		assert.throws(() => registry.detachPolicy("q", target), missing);
		assert.throws(() => registry.listAttachedPolicies(other), missing);
		assert.throws(() => registry.listPrincipalThings(other), missing);
		assert.throws(() => registry.listThingPrincipals("u"), missing);
		assert.throws(() => registry.listTargetsForPolicy("q"), missing);
	});

	it("detaching a policy that is not attached succeeds", () => {
		registry.detachPolicy("p", target);
	});

	for (const bad of [
		"",
		"c",
		`arn:aws:iot:us-east-1:000000000000:cert/${"A".repeat(64)}`,
		"arn:aws:iot:us-east-1:000000000000:cert/short",
		"arn:aws:iot:us-east-1:000000000000:thinggroup/g",
		`arn:aws:iot:us-east-1:111111111111:cert/${"a".repeat(64)}`,
		"us-east-1:00000000-0000-0000-0000-000000000000",
	]) {
		it(`refuses ${JSON.stringify(bad.slice(0, 60))} as principal and target`, () => {
			assert.throws(() => registry.attachPolicy("p", bad), refused("InvalidRequestException", 400, /^target/));
			assert.throws(() => registry.detachPolicy("p", bad), refused("InvalidRequestException", 400, /^target/));
			assert.throws(
				() => registry.attachThingPrincipal("t", bad),
				refused("InvalidRequestException", 400, /^principal/),
			);
			assert.throws(
				() => registry.detachThingPrincipal("t", bad),
				refused("InvalidRequestException", 400, /^principal/),
			);
		});
	}

	it("attaches ten policies to one certificate and no more", () => {
		for (let index = 0; index < 11; index++) registry.createPolicy(`p${index}`, policyDocument);
		for (let index = 0; index < 10; index++) registry.attachPolicy(`p${index}`, target);
		assert.throws(() => registry.attachPolicy("p10", target), refused("LimitExceededException", 410, /10/));
		registry.attachPolicy("p9", target);
		registry.detachPolicy("p0", target);
		registry.attachPolicy("p10", target);
	});
});
