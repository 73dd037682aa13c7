import assert from "node:assert/strict";
import fc from "fast-check";
import { SubscriptionTree } from "../../../../../host-tools/emulator/broker/routing/subscription-tree.js";
import { filterMatches } from "../../../../../host-tools/emulator/broker/topics.js";

const name = fc.constantFrom("a", "b", "", "$aws");
const topic = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
const filter = fc
	.tuple(fc.array(fc.oneof(name, fc.constant("+")), { maxLength: 4 }), fc.constantFrom("a", "+", "#"))
	.map(([names, last]) => [...names, last].join("/"));

describe("SubscriptionTree", () => {
	it("finds whom filterMatches finds, once, at the highest QoS, after any adding and removing", () => {
		const change = fc.record({
			filter,
			subscriber: fc.constantFrom("one", "two", "three"),
			qos: fc.constantFrom(0 as const, 1 as const),
			isRemoved: fc.boolean(),
		});
		fc.assert(
			fc.property(fc.array(change, { maxLength: 30 }), topic, (changes, published) => {
				const tree = new SubscriptionTree<string>();
				const all = new Map<string, { filter: string; subscriber: string; qos: 0 | 1 }>();
				for (const { filter, subscriber, qos, isRemoved } of changes) {
					// What was found once is not what is found after a change.
					tree.match(published);
					if (isRemoved) {
						tree.remove(filter, subscriber);
						all.delete(`${subscriber} ${filter}`);
					} else {
						tree.add(filter, subscriber, qos);
						all.set(`${subscriber} ${filter}`, { filter, subscriber, qos });
					}
				}
				const expected = new Map<string, 0 | 1>();
				for (const { filter, subscriber, qos } of all.values()) {
					if (!filterMatches(filter, published)) continue;
					expected.set(subscriber, (expected.get(subscriber) ?? 0) > qos ? 1 : qos);
				}
				const byName = (found: ReadonlyMap<string, number>) => [...found].sort(([a], [b]) => a.localeCompare(b));
				assert.deepEqual(byName(tree.match(published)), byName(expected));
			}),
			{ numRuns: 2000 },
		);
	});
});
