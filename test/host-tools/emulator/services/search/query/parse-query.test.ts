import assert from "node:assert/strict";
import fc from "fast-check";
import {
	matchesQuery,
	matchesWildcards,
} from "../../../../../../host-tools/emulator/services/search/query/match-query.js";
import { parseQuery } from "../../../../../../host-tools/emulator/services/search/query/parse-query.js";
import type { Searchable } from "../../../../../../host-tools/emulator/services/search/searchable.js";
import { processorMs } from "../../../../../support/processor-time.js";

const match = (field: string | undefined, ...words: (string | { text: string })[]) => ({
	kind: "match",
	field,
	words: words.map((word) =>
		typeof word === "string" ? { text: word, wildcards: false } : { text: word.text, wildcards: true },
	),
});

describe("parseQuery()", () => {
	const readings: [query: string, meaning: unknown][] = [
		["*", { kind: "everything" }],
		["Lamp", match(undefined, "lamp")],
		["thingName:my-Lamp", match("thingName", "my-lamp")],
		["thingName:my*", match("thingName", { text: "my*" })],
		["thingName:my\\*", match("thingName", "my*")],
		['attributes.note:"two  Words"', match("attributes.note", "two", "words")],
		["a:1 b:2", { kind: "and", operands: [match("a", "1"), match("b", "2")] }],
		["a:1 AND b:2", { kind: "and", operands: [match("a", "1"), match("b", "2")] }],
		[
			"a:1 OR b:2 c:3",
			{ kind: "or", operands: [match("a", "1"), { kind: "and", operands: [match("b", "2"), match("c", "3")] }] },
		],
		["NOT a:1", { kind: "not", operand: match("a", "1") }],
		["-a:1", { kind: "not", operand: match("a", "1") }],
		["a:-5", match("a", "-5")],
		["a:(1 OR 2)", { kind: "or", operands: [match("a", "1"), match("a", "2")] }],
		["a:(x AND -y)", { kind: "and", operands: [match("a", "x"), { kind: "not", operand: match("a", "y") }] }],
		["a>60", { kind: "range", field: "a", low: { text: "60", inclusive: false }, high: undefined }],
		["a:<=60", { kind: "range", field: "a", low: undefined, high: { text: "60", inclusive: true } }],
		[
			"a:[1 TO 5}",
			{ kind: "range", field: "a", low: { text: "1", inclusive: true }, high: { text: "5", inclusive: false } },
		],
		["a:{* TO x]", { kind: "range", field: "a", low: undefined, high: { text: "x", inclusive: true } }],
		["ANDroid", match(undefined, "android")],
		["a\\:b:c", match("a:b", "c")],
	];
	for (const [query, meaning] of readings) {
		it(`reads ${query}`, () => assert.deepEqual(parseQuery(query), meaning));
	}

	const refused = [
		...["", "  ", "()", "(a", "a)", ")a", "AND a", "OR a", "a AND", "a OR", "NOT", "NOT AND a", "a AND OR b"],
		...["a AND NOT", "(a b", "a:", "a:)", "a:b:", "a>", "[1 TO 2]", "a:[1 2]", "*x", "a:?x", '"', '""', "a:[1"],
		...["\\", "x".repeat(1001), Array.from({ length: 13 }, (_, at) => `a${at}`).join(" "), "(".repeat(99)],
	];
	for (const query of refused) {
		it(`refuses ${JSON.stringify(query.slice(0, 40))}`, () => {
			assert.throws(() => parseQuery(query), { name: "InvalidQueryException", message: /^The query is not valid: / });
		});
	}

	it("throws nothing else, whatever it gets", () => {
		const pieces = fc.constantFrom(
			"a",
			"b:",
			"(",
			")",
			"AND",
			"OR",
			"NOT",
			"-",
			"*",
			"?",
			'"',
			"[",
			"TO",
			"]",
			">",
			"\\",
			" ",
			"5",
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.array(pieces, { maxLength: 30 }).map((all) => all.join("")),
				),
				(query) => {
					try {
						parseQuery(query);
					} catch (error) {
						assert.equal((error as Error).name, "InvalidQueryException");
					}
				},
			),
			{ numRuns: 2000 },
		);
	});
});

describe("matchesQuery()", () => {
	const fields: Record<string, (string | number | boolean)[]> = {
		thingName: ["Lamp-1"],
		"attributes.floor": ["3"],
		"attributes.note": ["kitchen window left"],
		"shadow.reported.temperature": [21.5],
		"connectivity.connected": [true],
		thingGroupNames: ["lamps", "house"],
	};
	const lamp: Searchable = {
		valuesOf: (field) => fields[field] ?? [],
		allValues: () => Object.values(fields).flat(),
	};
	const finds = [
		...["*", "lamp-1", "thingName:LAMP-1", "thingName:la*", "thingName:lamp-?", "attributes.note:window"],
		...['attributes.note:"kitchen WINDOW"', "attributes.floor>2", "attributes.floor:[3 TO 4]", "attributes.floor<=3"],
		...["shadow.reported.temperature:21.50", "shadow.reported.temperature>21", "connectivity.connected:true"],
		...["thingGroupNames:house", "NOT thingName:x", "thingName:x OR thingGroupNames:lamps", "thingName:[l TO m]"],
	];
	const misses = [
		...["lamp", "thingname:lamp-1", "thingName:lamp", "thingName:lamp-??", 'attributes.note:"window kitchen"'],
		...["attributes.floor>3", "attributes.floor:{3 TO 4]", "shadow.reported.temperature:21", "attributes.none:x"],
		...["-thingGroupNames:house", "thingName:lamp-1 attributes.floor:4", "attributes.note>5"],
	];
	for (const query of finds) it(`finds with ${query}`, () => assert.ok(matchesQuery(parseQuery(query), lamp)));
	for (const query of misses)
		it(`finds nothing with ${query}`, () => assert.ok(!matchesQuery(parseQuery(query), lamp)));

	it("matches wildcards as a regular expression would", () => {
		const text = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
		fc.assert(
			fc.property(text, text, (pattern, value) => {
				const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
				assert.equal(matchesWildcards(pattern, value), expression.test(value));
			}),
		);
	});

	it("takes no longer for a malicious pattern", () => {
		const start = processorMs();
		assert.ok(!matchesWildcards(`${"a*".repeat(400)}c`, "a".repeat(5000)));
		assert.ok(processorMs() - start < 5000);
	});
});
