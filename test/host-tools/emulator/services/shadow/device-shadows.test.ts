import assert from "node:assert/strict";
import { EmulatorClock } from "../../../../../host-tools/emulator/clock.js";
import type { RegistryChange } from "../../../../../host-tools/emulator/services/changes.js";
import { ShadowError } from "../../../../../host-tools/emulator/services/shadow/shadow-error.js";
import type { ShadowUpdate } from "../../../../../host-tools/emulator/services/shadow/shadow-request.js";
import { TemporaryDirectories } from "../../../../support/temporary-directory.js";
import { openTestRegistry, type TestRegistry } from "../registry-fixture.js";

const classic = { thingName: "t", shadowName: undefined };
const refused = (code: number, message: RegExp) => (error: unknown) => {
	assert.ok(error instanceof ShadowError);
	assert.equal(error.code, code);
	assert.match(error.message, message);
	return true;
};

describe("Device shadows", () => {
	const directories = new TemporaryDirectories();
	let clock: EmulatorClock;
	let registry: TestRegistry;
	beforeEach(async () => {
		clock = new EmulatorClock();
		registry = await openTestRegistry(clock);
	});
	afterEach(async () => {
		await registry.close();
		clock.close();
		await directories.remove();
	});
	const update = (
		state: ShadowUpdate["state"],
		{ shadowName, version }: { shadowName?: string; version?: number } = {},
	) => registry.shadows.update({ thingName: "t", shadowName }, { state, version });

	it("need no thing, and count their versions", () => {
		const before = Math.floor(clock.now() / 1000);
		assert.deepEqual(update({ desired: { a: 1 } }).previous, undefined);
		const { previous, current } = update({ reported: { a: 1 } });
		assert.equal(previous?.version, 1);
		assert.deepEqual([current.version, current.state], [2, { desired: { a: 1 }, reported: { a: 1 } }]);
		assert.ok(current.timestamp >= before && current.timestamp <= clock.now() / 1000);
		assert.deepEqual(registry.shadows.findShadow("t"), current);
	});

	it("lose a section, or both", () => {
		update({ desired: { a: 1 }, reported: { b: 1 } });
		assert.deepEqual(update({ desired: null }).current.state, { reported: { b: 1 } });
		const { current, metadata } = update(null);
		assert.deepEqual([current.state, current.metadata, current.version], [{}, {}, 3]);
		assert.deepEqual(metadata, { timestamp: current.timestamp });
		assert.deepEqual(update({}).current.state, {});
	});

	it("are refused with another version than they have", () => {
		assert.throws(() => update({}, { version: 1 }), refused(409, /^Version conflict$/));
		update({}, { version: 0 });
		update({}, { version: 1 });
		assert.throws(() => update({}, { version: 1 }), refused(409, /^Version conflict$/));
	});

	it("hold 8 KB of state, metadata not counted", () => {
		// Two sections, each with {"a":""}.
		const text = "x".repeat(4096 - 8);
		update({ desired: { a: text }, reported: { a: text } });
		const { shadows } = registry;
		const present = shadows.findShadow("t");
		assert.throws(
			() => update({ reported: { a: `${text}x` } }),
			refused(413, /^The payload exceeds the maximum size allowed$/),
		);
		assert.equal(shadows.findShadow("t"), present);
		update({ desired: { b: {} }, reported: null });
	});

	it("go on counting for 48 hours after a delete", () => {
		update({ desired: { a: 1 } });
		assert.equal(registry.shadows.delete(classic).version, 1);
		assert.equal(registry.shadows.findShadow("t"), undefined);
		assert.throws(() => registry.shadows.delete(classic), refused(404, /^No shadow exists with name: 't'$/));
		clock.advance(48 * 3_600_000 - 1000);
		assert.equal(update({ desired: { a: 1 } }).current.version, 3);
		registry.shadows.delete(classic);
		clock.advance(48 * 3_600_000);
		assert.equal(update({ desired: { a: 1 } }).current.version, 1);
	});

	it("are named besides the classic one, and listed by name", () => {
		for (const shadowName of ["b", "a", "$c"]) update({}, { shadowName });
		update({});
		registry.shadows.update({ thingName: "t2", shadowName: "x" }, { state: {}, version: undefined });
		registry.shadows.update({ thingName: "s", shadowName: "x" }, { state: {}, version: undefined });
		assert.deepEqual([...registry.shadows.listNamedShadows("t")], ["$c", "a", "b"]);
		assert.deepEqual([...registry.shadows.listNamedShadows("t", "a")], ["b"]);
		assert.deepEqual([...registry.shadows.listNamedShadows("nobody")], []);
		registry.shadows.delete({ thingName: "t", shadowName: "a" });
		assert.deepEqual([...registry.shadows.listNamedShadows("t")], ["$c", "b"]);
		assert.throws(
			() => registry.shadows.existing({ thingName: "t", shadowName: "a" }),
			refused(404, /^No shadow exists with name: 'a'$/),
		);
	});

	it("outlive their thing", () => {
		registry.things.createThing("t");
		update({ desired: { a: 1 } });
		registry.things.deleteThing("t");
		assert.equal(registry.shadows.findShadow("t")?.version, 1);
	});

	it("announce each change", () => {
		const heard: RegistryChange[] = [];
		registry.changes.onChange((change) => heard.push(change));
		update({});
		update({}, { shadowName: "n" });
		registry.shadows.delete(classic);
		assert.deepEqual(heard, [
			{ kind: "shadow", name: "t" },
			{ kind: "shadow", name: "t/n" },
			{ kind: "shadow", name: "t" },
		]);
	});

	it("are kept in the data directory, and so are deleted versions", async () => {
		const directory = await directories.make();
		const first = await openTestRegistry(clock, directory);
		const state = JSON.parse('{"__proto__":{"b":[1]}}');
		const kept = first.shadows.update(classic, { state: { reported: state }, version: undefined }).current;
		first.shadows.update({ thingName: "t", shadowName: "n" }, { state: {}, version: undefined });
		first.shadows.delete({ thingName: "t", shadowName: "n" });
		await first.close();
		const second = await openTestRegistry(clock, directory);
		assert.deepEqual(second.shadows.findShadow("t"), kept);
		assert.equal(
			second.shadows.update({ thingName: "t", shadowName: "n" }, { state: {}, version: 2 }).current.version,
			3,
		);
		await second.close();
	});
});
