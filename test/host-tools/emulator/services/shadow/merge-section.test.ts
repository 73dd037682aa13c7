import assert from "node:assert/strict";
import fc from "fast-check";
import type { JsonObject, JsonValue } from "../../../../../host-tools/emulator/json-value.js";
import { mergeSection, type Section, stamp } from "../../../../../host-tools/emulator/services/shadow/merge-section.js";
import { deltaOf } from "../../../../../host-tools/emulator/services/shadow/shadow-delta.js";
import { patches } from "./patches.js";

const at = (timestamp: number) => ({ timestamp });
const section = (patch: JsonObject, timestamp = 1) => mergeSection(undefined, patch, timestamp);
const has = (value: JsonValue, find: (value: JsonValue) => boolean): boolean =>
	find(value) ||
	(typeof value === "object" && value !== null && Object.values(value).some((inner) => has(inner, find)));
const isNull = (value: JsonValue) => value === null;

describe("Sections of a shadow", () => {
	it("take the members they are given, and keep the others with their time", () => {
		const first = section({ a: 1, b: { c: 2, d: 3 } });
		assert.deepEqual(mergeSection(first, { b: { c: 4 }, e: "x" }, 2), {
			state: { a: 1, b: { c: 4, d: 3 }, e: "x" },
			metadata: { a: at(1), b: { c: at(2), d: at(1) }, e: at(2) },
		});
	});

	it("lose what becomes null, and are gone with the last member", () => {
		const first = section({ a: 1, b: { c: 2 } });
		assert.deepEqual(mergeSection(first, { b: { c: null } }, 2), {
			state: { a: 1, b: {} },
			metadata: { a: at(1), b: {} },
		});
		assert.deepEqual(mergeSection(first, { b: null, z: null }, 2), { state: { a: 1 }, metadata: { a: at(1) } });
		assert.equal(mergeSection(first, { a: null, b: null }, 2), undefined);
		assert.equal(section({}), undefined);
		assert.equal(section({ a: { b: { c: null } } }), undefined);
	});

	it("take arrays as wholes, with a time for each item", () => {
		const first = section({ list: [1, 2, { a: true }] });
		assert.deepEqual(first?.metadata, { list: [at(1), at(1), { a: at(1) }] });
		assert.deepEqual(mergeSection(first, { list: [3] }, 2), { state: { list: [3] }, metadata: { list: [at(2)] } });
	});

	it("let a value become an object, and an object a value", () => {
		const first = section({ a: 1, b: { c: 3 } });
		assert.deepEqual(mergeSection(first, { a: { x: 1 }, b: 2 }, 2), {
			state: { a: { x: 1 }, b: 2 },
			metadata: { a: { x: at(2) }, b: at(2) },
		});
		assert.deepEqual(mergeSection(first, { b: { c: {} }, d: {} }, 2)?.state, { a: 1, b: { c: {} }, d: {} });
	});

	it("are not fooled by names that JavaScript uses", () => {
		const patch = JSON.parse('{"__proto__":{"a":1},"constructor":{"b":2},"timestamp":3}') as JsonObject;
		const merged = mergeSection(section(patch), patch, 2);
		assert.equal(JSON.stringify(merged?.state), JSON.stringify(patch));
		assert.equal(
			JSON.stringify(merged?.metadata),
			'{"__proto__":{"a":{"timestamp":2}},"constructor":{"b":{"timestamp":2}},"timestamp":{"timestamp":2}}',
		);
		assert.equal(deltaOf(merged, merged?.state), undefined);
		assert.equal(JSON.stringify(deltaOf(merged, {})?.state), JSON.stringify(patch));
	});

	it("property: no null stays, every value has one time, and the same patch again changes times alone", () => {
		fc.assert(
			fc.property(fc.array(patches, { maxLength: 4 }), patches, (before, patch) => {
				const first = before.reduce<Section | undefined>((present, one) => mergeSection(present, one, 1), undefined);
				const merged = mergeSection(first, patch, 2);
				if (merged === undefined) return;
				assert.ok(!has(merged.state, isNull));
				const timeless = (value: JsonValue) => JSON.stringify(value).replace(/"timestamp":[12]/g, "");
				assert.equal(timeless(merged.metadata), timeless(stamp(merged.state, 1)));
				assert.deepEqual(mergeSection(merged, patch, 3)?.state, merged.state);
			}),
		);
	});
});

describe("Delta of a shadow", () => {
	const delta = (desired: JsonObject, reported?: JsonObject) => deltaOf(section(desired, 7), reported);

	it("has the desired members that are missing or differ, with the path to them", () => {
		assert.deepEqual(
			delta(
				{ lights: { color: { r: 255, g: 255 } }, on: true },
				{ lights: { color: { r: 255, g: 0 } }, on: true, x: 1 },
			),
			{ state: { lights: { color: { g: 255 } } }, metadata: { lights: { color: { g: at(7) } } } },
		);
		assert.deepEqual(delta({ a: 1 })?.state, { a: 1 });
		assert.deepEqual(delta({ a: { b: 1 } }, { a: 1 })?.state, { a: { b: 1 } });
		assert.deepEqual(delta({ a: 1 }, { a: { b: 1 } })?.state, { a: 1 });
		assert.deepEqual(delta({ a: "1" }, { a: 1 })?.state, { a: "1" });
		assert.deepEqual(delta({ a: {} }, { b: 1 })?.state, { a: {} });
	});

	it("has arrays as wholes", () => {
		assert.deepEqual(delta({ list: [["a"], ["c"]] }, { list: [["a"], ["b"]] }), {
			state: { list: [["a"], ["c"]] },
			metadata: { list: [[at(7)], [at(7)]] },
		});
		assert.equal(delta({ list: [{ a: 1, b: 2 }] }, { list: [{ b: 2, a: 1 }] }), undefined);
	});

	it("is none when nothing differs", () => {
		assert.equal(delta({ a: 1 }, { a: 1, b: 2 }), undefined);
		assert.equal(deltaOf(undefined, { a: 1 }), undefined);
	});

	it("property: reporting the delta leaves none", () => {
		fc.assert(
			fc.property(patches, patches, (desired, reported) => {
				const wanted = section(desired);
				const present = section(reported);
				const difference = deltaOf(wanted, present?.state);
				if (difference === undefined) return;
				// An object that is empty in one and has members in the other is no difference of AWS's either.
				const after = mergeSection(present, difference.state, 2);
				assert.equal(deltaOf(wanted, after?.state), undefined);
			}),
		);
	});
});
