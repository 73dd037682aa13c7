import { matchesQuery } from "../../../host-tools/emulator/services/search/query/match-query.js";
import { parseQuery } from "../../../host-tools/emulator/services/search/query/parse-query.js";
import type { FieldValue, Searchable } from "../../../host-tools/emulator/services/search/searchable.js";
import { attempt, type FuzzTarget } from "../fuzz-target.js";
import { mutateText, oddText } from "../mutate.js";
import type { Random } from "../random.js";
import { refusable } from "../refusals.js";

const seeds = [
	"thingName:a* AND NOT attributes.b:[1 TO 5}",
	'(shadow.reported.x>=5 OR "two words") attributes.model:"a b"',
	"connectivity.connected:true AND thingTypeName:(a OR b OR c)",
	"attributes.\\:a:b\\*c NOT (NOT (NOT d))",
	"*",
	"a?c*d?e*f*g*h",
];
const words = [
	" AND ",
	" OR ",
	"NOT ",
	"(",
	")",
	"[",
	"]",
	"{",
	"}",
	" TO ",
	"*",
	"?",
	":",
	">",
	"<=",
	'"',
	"\\",
	"thingName:",
	"attributes.",
];

function searchable(random: Random): Searchable {
	const fields = new Map<string, readonly FieldValue[]>([
		["thingName", ["abcdefgh"]],
		["attributes.b", [random.pick(["3", "x", ""])]],
		["shadow.reported.x", [random.pick([5, Number.MAX_VALUE, -0, true])]],
		["attributes.model", ["a b", oddText(random)]],
	]);
	return { valuesOf: (field) => fields.get(field) ?? [], allValues: () => [...fields.values()].flat() };
}

/** Queries of the fleet index: parsed, and asked of a thing. */
export const queries: FuzzTarget = {
	name: "queries",
	share: 90,
	open: () => ({
		next(random) {
			const text = mutateText(random, random.pick(seeds), words, 1200);
			const thing = searchable(random);
			return attempt(
				() => text,
				() => {
					const query = refusable(() => parseQuery(text));
					if (query !== undefined) matchesQuery(query, thing);
				},
			);
		},
	}),
};
