import assert from "node:assert/strict";
import fc from "fast-check";
import { topicMatches } from "../../../../firmware/core/connection/topic-filter.js";

describe("a topic filter", () => {
	// MQTT 3.1.1 sections 4.7.1 to 4.7.3, the examples there among them.
	for (const [filter, topic, matches] of [
		["a/b", "a/b", true],
		["a/b", "a/b/c", false],
		["a/b", "a", false],
		["a/b", "A/b", false],
		["sport/#", "sport", true],
		["sport/#", "sport/tennis/player1", true],
		["sport/tennis/+", "sport/tennis/player1", true],
		["sport/tennis/+", "sport/tennis/player1/ranking", false],
		["sport/+", "sport", false],
		["sport/+", "sport/", true],
		["+/+", "/finance", true],
		["/+", "/finance", true],
		["+", "/finance", false],
		["#", "a/b", true],
		["#", "$aws/things/t/jobs/notify", false],
		["+/things", "$aws/things", false],
		["$aws/things/+/jobs/#", "$aws/things/t/jobs/notify", true],
		["$aws/things/+/jobs/#", "$aws/things/t/shadow/get", false],
	] as const) {
		it(`${filter} ${matches ? "takes" : "does not take"} ${topic}`, () =>
			assert.equal(topicMatches(filter, topic), matches));
	}

	it("takes every topic made of it by filling its wildcards", () => {
		const level = fc.stringMatching(/^[a-z$ ]{0,4}$/);
		const levels = fc.array(fc.tuple(level, fc.boolean()), { minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(fc.constantFrom("$aws", "t"), levels, fc.array(level, { maxLength: 3 }), (root, parts, rest) => {
				const filter = [root, ...parts.map(([text, isWildcard]) => (isWildcard ? "+" : text))].join("/");
				const topic = [root, ...parts.map(([text]) => text)].join("/");
				assert.ok(topicMatches(filter, topic));
				assert.ok(topicMatches(`${filter}/#`, [topic, ...rest].join("/")));
				assert.equal(topicMatches(filter, [topic, ...rest].join("/")), rest.length === 0);
			}),
		);
	});
});
