import assert from "node:assert/strict";
import type { Registry } from "../../../../../host-tools/emulator/services/registry.js";
import { refused } from "../refused.js";
import { openFixture, type RegistryFixture } from "../registry-fixture.js";

describe("Registry: things", () => {
	let fixture: RegistryFixture;
	let registry: Registry;
	beforeEach(async () => {
		fixture = await openFixture();
		registry = fixture.registry;
	});
	afterEach(() => fixture.close());

	it("creates a thing with ARN, UUID and version 1", () => {
		const thing = registry.things.createThing("sensor:1", { place: "attic" });
		assert.equal(thing.thingArn, "arn:aws:iot:us-east-1:000000000000:thing/sensor:1");
		assert.match(thing.thingId, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		assert.equal(thing.version, 1);
		assert.deepEqual(registry.things.describeThing("sensor:1").attributes, { place: "attic" });
		assert.equal(registry.things.findThing("other"), undefined);
	});

	it("creating the same thing again changes nothing; with other attributes it is refused", () => {
		const thing = registry.things.createThing("one", { a: "1", b: "2" });
		const revision = registry.changes.revision;
		assert.equal(registry.things.createThing("one", { b: "2", a: "1" }).thingId, thing.thingId);
		assert.equal(registry.changes.revision, revision);
		const exists = refused("ResourceAlreadyExistsException", 409, /one/, {
			resourceId: thing.thingId,
			resourceArn: "arn:aws:iot:us-east-1:000000000000:thing/one",
		});
		assert.throws(() => registry.things.createThing("one", { a: "1" }), exists);
		assert.throws(() => registry.things.createThing("one", { a: "1", b: "3" }), exists);
		assert.throws(() => registry.things.createThing("one"), exists);
	});

	for (const name of ["", "a b", "a/b", "ä", "a".repeat(129), "a\n", "a.b"]) {
		it(`refuses the name ${JSON.stringify(name.slice(0, 12))}`, () => {
			const invalid = refused("InvalidRequestException", 400, /thingName/);
			assert.throws(() => registry.things.createThing(name), invalid);
			assert.throws(() => registry.things.describeThing(name), invalid);
			assert.throws(() => registry.things.deleteThing(name), invalid);
		});
	}

	it("takes the longest name and every allowed character", () => {
		registry.things.createThing("a".repeat(128));
		registry.things.createThing("AZaz09:_-");
		assert.equal([...registry.things.listThings()].length, 2);
	});

	for (const [what, attributes] of [
		["four attributes", { a: "1", b: "2", c: "3", d: "4" }],
		["a value with a space", { a: "two words" }],
		["a value of 801 characters", { a: "x".repeat(801) }],
		["an empty name", { "": "x" }],
		["a name of 129 characters", { ["n".repeat(129)]: "x" }],
		["a name with a space", { "a b": "x" }],
	] as [string, Record<string, string>][]) {
		it(`refuses ${what}`, () => {
			assert.throws(() => registry.things.createThing("one", attributes), refused("InvalidRequestException", 400));
			assert.equal(registry.things.findThing("one"), undefined);
		});
	}

	it("takes attributes at their limits, whatever they are called", () => {
		const attributes = JSON.parse(`{"__proto__":"${"v".repeat(800)}","${"n".repeat(128)}":"a.,@/:#=[]-"}`);
		registry.things.createThing("one", attributes);
		assert.deepEqual(Object.entries(registry.things.describeThing("one").attributes), Object.entries(attributes));
	});

	it("replaces attributes, or merges them and removes those with an empty value", () => {
		registry.things.createThing("one", { a: "1", b: "2" });
		assert.equal(registry.things.updateThing("one", { attributes: { b: "", c: "3" }, merge: true }).version, 2);
		assert.deepEqual({ ...registry.things.describeThing("one").attributes }, { a: "1", c: "3" });
		assert.equal(registry.things.updateThing("one", { attributes: { d: "4" } }).version, 3);
		assert.deepEqual({ ...registry.things.describeThing("one").attributes }, { d: "4" });
		assert.throws(
			() => registry.things.updateThing("one", { attributes: { a: "1", b: "2", c: "3" }, merge: true }),
			refused("InvalidRequestException", 400, /3 attributes/),
		);
		assert.throws(() => registry.things.updateThing("two", {}), refused("ResourceNotFoundException", 404, /two/));
	});

	it("updates and deletes only the expected version", () => {
		registry.things.createThing("one");
		const conflict = refused("VersionConflictException", 409, /version 1/);
		assert.throws(() => registry.things.updateThing("one", { expectedVersion: 2 }), conflict);
		assert.throws(() => registry.things.deleteThing("one", 2), conflict);
		registry.things.updateThing("one", { expectedVersion: 1 });
		registry.things.deleteThing("one", 2);
		assert.equal(registry.things.findThing("one"), undefined);
	});

	it("deleting a thing that is not there succeeds", () => {
		registry.things.deleteThing("nobody");
		registry.things.deleteThing("nobody", 7);
	});

	it("deletes no thing with a principal", () => {
		const { certificateArn } = fixture.addCertificate("c");
		registry.things.createThing("one");
		registry.things.attachThingPrincipal("one", certificateArn);
		assert.throws(() => registry.things.deleteThing("one"), refused("InvalidRequestException", 400, /attached/));
		registry.things.detachThingPrincipal("one", certificateArn);
		registry.things.deleteThing("one");
	});

	it("lists things by name", () => {
		for (const name of ["b", "a", "C"]) registry.things.createThing(name);
		assert.deepEqual(
			[...registry.things.listThings()].map(({ thingName }) => thingName),
			["C", "a", "b"],
		);
	});
});
