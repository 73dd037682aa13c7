import { type Postings, term } from "./postings.js";
import type { Match, Query } from "./query/query.js";

/**
 * Keys of things among which all are that a query finds, in order, behind `after`: few where the query asks for an exact value or the
 * beginning of a name, all things otherwise.
 */
export function findCandidates(query: Query, postings: Postings, after: string | undefined): Iterable<string> {
	const required = requiredMatches(query);
	for (const { field, words } of required) {
		const [word] = words;
		if (field === undefined || word === undefined || words.length > 1 || word.wildcards) continue;
		if (field === "thingName") return postings.beginningWith(`${word.text} `, after);
		if (isPosted(field)) return postings.with(term(field, word.text), after);
	}
	for (const { field, words } of required) {
		const prefix = field === "thingName" ? /^[a-z0-9:_-]+(?=[*?])/.exec(words[0]?.text ?? "")?.[0] : undefined;
		if (prefix !== undefined) return postings.beginningWith(prefix, after);
	}
	return postings.all(after);
}

/** Whether all values of the field are in the postings: those that hold no white space. */
export function isPosted(field: string): boolean {
	return /^(registry\.)?(thingTypeName|thingGroupNames)$/.test(field) || field.startsWith("attributes.");
}

function requiredMatches(query: Query): readonly Match[] {
	if (query.kind === "match") return [query];
	return query.kind === "and" ? query.operands.flatMap(requiredMatches) : [];
}
