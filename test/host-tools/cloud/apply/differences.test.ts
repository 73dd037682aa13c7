import assert from "node:assert/strict";
import fc from "fast-check";
import { differences } from "../../../../host-tools/cloud/apply/differences.js";
import type { Properties } from "../../../../host-tools/cloud/apply/kind.js";

const json = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 3 })) as fc.Arbitrary<Properties>;

describe("differences", () => {
	it("are named by their path, with what is there and what should be", () => {
		const found = { a: { b: [{ c: 1 }, { c: 2 }] }, gone: true };
		const wanted = { a: { b: [{ c: 1 }, { c: 3 }] }, more: "x" };
		assert.deepEqual(differences(wanted, found), [
			{ path: "a.b.1.c", wanted: 3, found: 2 },
			{ path: "more", wanted: "x", found: undefined },
			{ path: "gone", wanted: undefined, found: true },
		]);
	});

	it("there are none between texts that are the same JSON, nor between lists in another order", () => {
		assert.deepEqual(differences({ body: '{"a":1,"b":2}' }, { body: '{ "b": 2, "a": 1 }' }), []);
		assert.deepEqual(differences({ list: ["a", "b"] }, { list: ["b", "a"] }), []);
		assert.equal(differences({ list: ["a", "a"] }, { list: ["a", "b"] }).length, 1);
	});

	it("there are none between a value and its copy, and one at least where a member was taken away", () => {
		fc.assert(
			fc.property(json, (value) => {
				assert.deepEqual(differences(value, structuredClone(value)), []);
				const [first, ...others] = Object.keys(value);
				if (first === undefined) return;
				const less = Object.fromEntries(others.map((name) => [name, value[name] ?? null]));
				assert.ok(differences(value, less).length > 0);
			}),
		);
	});
});
