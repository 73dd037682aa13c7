import assert from "node:assert/strict";
import type { Registry } from "../../../../../host-tools/emulator/services/registry.js";
import { refused } from "../refused.js";
import { foreignPrincipals, openFixture, type RegistryFixture } from "../registry-fixture.js";

describe("Registry: things and their principals", () => {
	let fixture: RegistryFixture;
	let registry: Registry;
	let target: string;
	beforeEach(async () => {
		fixture = await openFixture();
		registry = fixture.registry;
		target = fixture.addCertificate("c").certificateArn;
		registry.things.createThing("t");
	});
	afterEach(() => fixture.close());

	it("lists an attachment from both sides, and attaching twice is no error", () => {
		for (let times = 0; times < 2; times++) registry.things.attachThingPrincipal("t", target);
		assert.deepEqual(registry.things.listThingPrincipals("t"), [target]);
		assert.deepEqual(registry.things.listPrincipalThings(target), ["t"]);
		registry.things.detachThingPrincipal("t", target);
		assert.deepEqual(registry.things.listThingPrincipals("t"), []);
		assert.deepEqual(registry.things.listPrincipalThings(target), []);
	});

	it("refuses what is not there on either side", () => {
		const other = `arn:aws:iot:us-east-1:000000000000:cert/${"a".repeat(64)}`;
		const missing = refused("ResourceNotFoundException", 404);
		assert.throws(() => registry.things.attachThingPrincipal("u", target), missing);
		assert.throws(() => registry.things.attachThingPrincipal("t", other), missing);
		assert.throws(() => registry.things.detachThingPrincipal("t", target), missing);
		assert.throws(() => registry.things.listPrincipalThings(other), missing);
		assert.throws(() => registry.things.listThingPrincipals("u"), missing);
	});

	for (const bad of foreignPrincipals) {
		it(`refuses ${JSON.stringify(bad.slice(0, 60))} as principal`, () => {
			const invalid = refused("InvalidRequestException", 400, /^principal/);
			assert.throws(() => registry.things.attachThingPrincipal("t", bad), invalid);
			assert.throws(() => registry.things.detachThingPrincipal("t", bad), invalid);
		});
	}
});
