import assert from "node:assert/strict";
import fc from "fast-check";
import { OrderedKeys } from "../../../../host-tools/emulator/store/ordered-keys.js";

const key = fc.string({ maxLength: 3 });

describe("OrderedKeys", () => {
	it("holds what was added and not removed, in order, and goes on from any place in both directions", () => {
		const changes = fc.array(fc.record({ key, isRemoved: fc.boolean() }), { maxLength: 60 });
		fc.assert(
			fc.property(fc.array(key, { maxLength: 40 }), changes, key, (first, list, place) => {
				const keys = new OrderedKeys(new Set(first));
				const expected = new Set(first);
				for (const change of list) {
					if (change.isRemoved) keys.remove(change.key);
					else keys.add(change.key);
					if (change.isRemoved) expected.delete(change.key);
					else expected.add(change.key);
				}
				const sorted = [...expected].sort();
				assert.deepEqual([...keys.from(undefined)], sorted);
				assert.deepEqual([...keys.from(undefined, true)], [...sorted].reverse());
				const above = sorted.filter((one) => one > place);
				const below = sorted.filter((one) => one < place).reverse();
				assert.deepEqual([...keys.from(place)], above);
				assert.deepEqual([...keys.from(place, true)], below);
			}),
			{ numRuns: 500 },
		);
	});

	it("splits its chunks without losing or doubling any", () => {
		const keys = new OrderedKeys();
		const all = Array.from({ length: 5000 }, (_, n) => String((n * 7919) % 5000).padStart(4, "0"));
		for (const one of all) keys.add(one);
		assert.deepEqual([...keys.from(undefined)], [...all].sort());
		for (const one of all.slice(0, 4990)) keys.remove(one);
		assert.deepEqual([...keys.from(undefined)], all.slice(4990).sort());
	});
});
