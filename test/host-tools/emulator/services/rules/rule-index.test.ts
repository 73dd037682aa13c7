import assert from "node:assert/strict";
import fc from "fast-check";
import { filterMatches } from "../../../../../host-tools/emulator/broker/topics.js";
import { RuleIndex } from "../../../../../host-tools/emulator/services/rules/rule-index.js";

const level = fc.constantFrom("a", "b", "", "$aws", "$x");
const filters = fc
	.tuple(fc.array(fc.oneof(level, fc.constant("+")), { minLength: 1, maxLength: 4 }), fc.boolean())
	.map(([levels, isOpen]) => [...levels, ...(isOpen ? ["#"] : [])].join("/"))
	.filter((filter) => filter !== "");
const topics = fc.array(level, { minLength: 1, maxLength: 5 }).map((levels) => levels.join("/"));

describe("RuleIndex", () => {
	it("finds the filters that filterMatches() would, and no more those that were removed", () => {
		fc.assert(
			fc.property(fc.uniqueArray(filters), fc.array(filters), topics, (added, removed, topic) => {
				const index = new RuleIndex<string>();
				for (const filter of added) index.add(filter, filter);
				for (const filter of removed) index.remove(filter, filter);
				const expected = added.filter((filter) => !removed.includes(filter) && filterMatches(filter, topic));
				assert.deepEqual([...index.match(topic)].sort(), expected.sort());
			}),
		);
	});

	it("costs a message that matches none of a thousand rules next to nothing", () => {
		const index = new RuleIndex<number>();
		for (let n = 0; n < 1000; n++) index.add(`things/${n}/+/data`, n);
		const start = performance.now();
		for (let n = 0; n < 100_000; n++) assert.equal(index.match("telemetry/a/b/data").length, 0);
		// Some 0.3 µs each; a look at all rules would take a hundred times as long.
		assert.ok(performance.now() - start < 3000);
	});
});
