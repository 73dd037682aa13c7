import assert from "node:assert/strict";
import fc from "fast-check";
import { matches, matchesPlain, readPattern, unknownValue } from "../../../../../host-tools/cloud/lint/policy/glob.js";
import { matchesPattern, parsePattern, resolvePattern } from "../../../../../host-tools/emulator/policy/pattern.js";

describe("patterns of policies", () => {
	it("match as the emulator matches them, with variables and without", () => {
		const letters = fc.constantFrom("a", "b", "/", "*", "?", "+", "${name}", "${*}", "${none}", "ö", "😀");
		const pattern = fc.array(letters, { maxLength: 8 }).map((parts) => parts.join(""));
		const text = fc
			.array(fc.constantFrom("a", "b", "/", "*", "+", "ö", "😀"), { maxLength: 8 })
			.map((parts) => parts.join(""));
		const lookup = (name: string) => (name === "name" ? "a*" : undefined);
		let matched = 0;
		fc.assert(
			fc.property(pattern, text, (written, subject) => {
				const theirs = resolvePattern(parsePattern(written), lookup);
				const ours = readPattern(written, lookup);
				assert.equal(ours === undefined, theirs === undefined);
				if (ours === undefined || theirs === undefined) return;
				if (matchesPattern(theirs, subject)) matched += 1;
				assert.equal(matches(ours, subject, false), matchesPattern(theirs, subject));
			}),
			{ numRuns: 3000 },
		);
		assert.ok(matched > 50);
	});

	it("take what is not known for anything when they are lenient, and else for nothing", () => {
		const pattern = readPattern("a/${x}/b", () => unknownValue);
		assert.ok(pattern);
		assert.ok(matches(pattern, "a/any/thing/b", true));
		assert.ok(!matches(pattern, "a/any/b", false));
		assert.ok(!matches(pattern, "a/any/c", true));
	});

	it("with many wildcards take no longer than what they are compared with", () => {
		const started = performance.now();
		assert.ok(!matchesPlain(`${"*a".repeat(500)}b`, "a".repeat(20_000)));
		assert.ok(performance.now() - started < 5000);
	});
});
