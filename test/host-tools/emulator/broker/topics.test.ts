import assert from "node:assert/strict";
import fc from "fast-check";
import { filterMatches, filterProblem, topicProblem } from "../../../../host-tools/emulator/broker/topics.js";
import { processorMs } from "../../../support/processor-time.js";

const level = fc.string({ unit: fc.constantFrom("a", "b", "$"), maxLength: 2 });
const topics = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join("/"));
const filters = fc
	.tuple(fc.array(fc.oneof(level, fc.constant("+")), { minLength: 1, maxLength: 4 }), fc.boolean())
	.map(([levels, open]) => [...levels, ...(open ? ["#"] : [])].join("/"));

/** The same said by a regular expression. */
function reference(filter: string, topic: string): boolean {
	if (topic.startsWith("$") && /^[+#]/.test(filter)) return false;
	const source = filter
		.split("/")
		.map((part) => (part === "+" ? "[^/]*" : part === "#" ? ".*" : part.replaceAll("$", "\\$")))
		.join("/");
	return new RegExp(`^${source}$`).test(topic);
}

describe("topics and topic filters", () => {
	it("match as a regular expression of the same meaning does", () => {
		fc.assert(
			fc.property(filters, topics, (filter, topic) => {
				assert.equal(filterMatches(filter, topic), reference(filter, topic), `${filter} ${topic}`);
			}),
			{ numRuns: 5000 },
		);
	});

	it("match with AWS's turns", () => {
		assert.equal(filterMatches("sensor/#", "sensor"), false);
		assert.equal(filterMatches("sensor/#", "sensor/a/b"), true);
		assert.equal(filterMatches("#", "$aws/events/x"), false);
		assert.equal(filterMatches("+/events/x", "$aws/events/x"), false);
		assert.equal(filterMatches("$aws/events/#", "$aws/events/x"), true);
	});

	it("are refused when malformed", () => {
		for (const topic of ["", "a/+", "a#", "a\0b"]) assert.ok(topicProblem(topic), JSON.stringify(topic));
		for (const filter of ["", "a+", "#/a", "a/b#", "+a/b"]) assert.ok(filterProblem(filter), JSON.stringify(filter));
		for (const filter of ["+", "#", "a/+/b/#", "/", "+/+"]) assert.equal(filterProblem(filter), undefined);
	});

	it("have at most 256 bytes and 7 slashes", () => {
		assert.equal(topicProblem("ä".repeat(128)), undefined);
		assert.ok(topicProblem(`${"ä".repeat(128)}a`));
		assert.equal(topicProblem("1/2/3/4/5/6/7/8"), undefined);
		assert.ok(topicProblem("1/2/3/4/5/6/7/8/9"));
	});
});

describe("filters of shared subscriptions", () => {
	it("are of no other shared subscription, and refused at once however long they are", () => {
		assert.equal(filterProblem("$share/group/a/+"), undefined);
		assert.match(filterProblem("$share/a/$share/b/c") ?? "", /of no other one/);
		const started = processorMs();
		for (let n = 0; n < 100; n++) assert.match(filterProblem(`${"$share/a/".repeat(7000)}x`) ?? "", /bytes/);
		assert.ok(processorMs() - started < 5000);
	});
});
