import assert from "node:assert/strict";
import fc from "fast-check";
import {
	matchesPattern,
	parseLiteral,
	parsePattern,
	resolvePattern,
} from "../../../../host-tools/emulator/policy/pattern.js";

const matches = (pattern: string, text: string) => matchesPattern(parsePattern(pattern), text);

/** Says the same in the plainest way, at exponential cost. */
function naive(pattern: string, text: string): boolean {
	if (pattern === "") return text === "";
	const rest = pattern.slice(1);
	if (pattern[0] === "*") return naive(rest, text) || (text !== "" && naive(pattern, text.slice(1)));
	return text !== "" && (pattern[0] === "?" || pattern[0] === text[0]) && naive(rest, text.slice(1));
}

describe("policy patterns", () => {
	it("match as a naive reference matcher does", () => {
		const pattern = fc.string({ unit: fc.constantFrom("a", "b", "/", "*", "?", "+", "#"), maxLength: 8 });
		const text = fc.string({ unit: fc.constantFrom("a", "b", "/", "*", "?", "+", "#"), maxLength: 10 });
		fc.assert(
			fc.property(pattern, text, (p, t) => assert.equal(matches(p, t), naive(p, t))),
			{ numRuns: 3000 },
		);
	});

	it("take a pattern of a thousand stars in their stride", () => {
		const started = process.cpuUsage().user;
		assert.equal(matches(`${"*a".repeat(1000)}*b`, "a".repeat(2000)), false);
		assert.equal(matches("*a*a*a*a*a*a*a*a*a*a*a*a*b", "a".repeat(5000)), false);
		assert.ok(process.cpuUsage().user - started < 2_000_000, "less than two seconds of CPU");
	});

	it("let * cross slashes, ? stand for exactly one character, and + and # for themselves", () => {
		assert.equal(matches("a/*", "a/b/c"), true);
		assert.equal(matches("a/*", "a/#"), true);
		assert.equal(matches("a/?", "a/"), false);
		assert.equal(matches("a/?", "a/😀"), true);
		assert.equal(matches("a/+", "a/b"), false);
		assert.equal(matches("a/#", "a/b"), false);
		assert.equal(matches("A", "a"), false);
	});

	it("read ${*}, ${?} and ${$} as the characters themselves", () => {
		assert.equal(matches("a${*}", "a*"), true);
		assert.equal(matches("a${*}", "ab"), false);
		assert.equal(matches("a${?}", "ab"), false);
		assert.equal(matches("${$}aws/x", "$aws/x"), true);
		assert.equal(matches("$aws/x", "$aws/x"), true);
		assert.equal(matches("a${", "a${"), true);
	});

	it("match substituted text literally, whatever it holds", () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (value, text) => {
				const resolved = resolvePattern(parsePattern("x/${iot:ClientId}/*"), () => value);
				assert.ok(resolved);
				assert.equal(matchesPattern(resolved, text), text.startsWith(`x/${value}/`));
				assert.equal(matchesPattern(resolved, `x/${value}/${text}`), true);
			}),
		);
	});

	it("have no resolved form when a variable has no value", () => {
		assert.equal(
			resolvePattern(parsePattern("a/${iot:Nothing}"), () => undefined),
			undefined,
		);
	});

	it("know no wildcards when parsed as a literal", () => {
		assert.equal(matchesPattern(parseLiteral("a*?"), "a*?"), true);
		assert.equal(matchesPattern(parseLiteral("a*?"), "abc"), false);
	});
});
