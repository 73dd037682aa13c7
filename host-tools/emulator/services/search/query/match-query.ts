import type { FieldValue, Searchable } from "../searchable.js";
import type { Bound, Match, Query, Range, Word } from "./query.js";

/** Whether a query finds it. */
export function matchesQuery(query: Query, searchable: Searchable): boolean {
	switch (query.kind) {
		case "everything":
			return true;
		case "and":
			return query.operands.every((operand) => matchesQuery(operand, searchable));
		case "or":
			return query.operands.some((operand) => matchesQuery(operand, searchable));
		case "not":
			return !matchesQuery(query.operand, searchable);
		case "match":
			return matches(query, searchable);
		case "range":
			return searchable.valuesOf(query.field).some((value) => isWithin(value, query));
	}
}

function matches({ field, words }: Match, searchable: Searchable): boolean {
	const values = field === undefined ? searchable.allValues() : searchable.valuesOf(field);
	for (const value of values) {
		if (hasWords(value, words)) return true;
	}
	return false;
}

/** Letter case does not matter; a number is equal however it is written. */
function hasWords(value: FieldValue, words: readonly Word[]): boolean {
	const [first] = words;
	if (typeof value === "number" && words.length === 1 && first !== undefined && !first.wildcards) {
		return Number(first.text) === value;
	}
	const present = String(value).toLowerCase().split(/\s+/);
	return present.some((_, start) => words.every((word, at) => isWord(word, present[start + at])));
}

function isWord({ text, wildcards }: Word, present: string | undefined): boolean {
	if (present === undefined) return false;
	return wildcards ? matchesWildcards(text, present) : text === present;
}

/** Linear in the product of the lengths, whatever the pattern. A backslash takes the meaning off the next character. */
export function matchesWildcards(pattern: string, text: string): boolean {
	const parts = [...pattern.matchAll(/\\(.)|./gsu)].map(([all, escaped]) =>
		escaped !== undefined ? { literal: escaped } : all === "*" ? "any" : all === "?" ? "one" : { literal: all },
	);
	const characters = [...text];
	let reached = new Set([0]);
	for (const part of parts) {
		const next = new Set<number>();
		if (part === "any") {
			for (let at = Math.min(...reached); at <= characters.length; at++) next.add(at);
		} else {
			for (const at of reached) {
				const here = characters[at];
				if (here !== undefined && (part === "one" || part.literal === here)) next.add(at + 1);
			}
		}
		if (next.size === 0) return false;
		reached = next;
	}
	return reached.has(characters.length);
}

/** Bounds that are numbers are compared with the numbers that values are, even those that are texts (attributes always are). */
function isWithin(value: FieldValue, { low, high }: Range): boolean {
	const isNumeric = [low, high].every((bound) => bound === undefined || isNumber(bound.text));
	if (isNumeric) {
		const number = typeof value === "boolean" || value === "" ? Number.NaN : Number(value);
		if (Number.isNaN(number)) return false;
		return isAbove(number, low, Number) && isBelow(number, high, Number);
	}
	const text = String(value).toLowerCase();
	return isAbove(text, low, String) && isBelow(text, high, String);
}

function isAbove<T>(value: T, bound: Bound | undefined, read: (text: string) => T): boolean {
	if (bound === undefined) return true;
	const limit = read(bound.text);
	return bound.inclusive ? value >= limit : value > limit;
}

function isBelow<T>(value: T, bound: Bound | undefined, read: (text: string) => T): boolean {
	if (bound === undefined) return true;
	const limit = read(bound.text);
	return bound.inclusive ? value <= limit : value < limit;
}

function isNumber(text: string): boolean {
	return text.trim() !== "" && !Number.isNaN(Number(text));
}
