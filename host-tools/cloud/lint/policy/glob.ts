import { hole } from "../text/located.js";

/** A part of a pattern: a character, `*`, `?`, or what is not known here. */
type Token = { readonly kind: "character"; readonly value: string } | { readonly kind: "run" | "one" | "unknown" };

export type Pattern = readonly Token[];

/** What a variable's name stands for: a text, nothing (then nothing matches), or what cannot be known here. */
export type Lookup = (name: string) => string | undefined | typeof unknownValue;

/** A value that only a connection has, e.g. a certificate's serial number. */
export const unknownValue = Symbol("unknown");

const run: Token = Object.freeze({ kind: "run" });
const one: Token = Object.freeze({ kind: "one" });
const unknown: Token = Object.freeze({ kind: "unknown" });

/** `*`, `?`, `${*}` and variables, as AWS IoT reads them; undefined when a variable in it has no value: then it matches nothing. */
export function readPattern(text: string, lookup: Lookup | undefined): Pattern | undefined {
	const tokens: Token[] = [];
	const literal = (value: string) =>
		tokens.push(
			...Array.from(value, (character) =>
				character === hole ? unknown : { kind: "character" as const, value: character },
			),
		);
	let done = 0;
	const plain = (end: number) => {
		for (const character of text.slice(done, end)) {
			if (character === "*") tokens.push(run);
			else if (character === "?") tokens.push(one);
			else literal(character);
		}
	};
	if (lookup !== undefined) {
		for (const { index, 0: whole, 1: name = "" } of text.matchAll(/\$\{([^{}]*)\}/g)) {
			plain(index);
			done = index + whole.length;
			if (name === "*" || name === "?" || name === "$") {
				literal(name);
				continue;
			}
			const value = name.includes(hole) ? unknownValue : lookup(name);
			if (value === undefined) return undefined;
			if (value === unknownValue) tokens.push(unknown);
			else literal(value);
		}
	}
	plain(text.length);
	return tokens;
}

/** `lenient`: what is not known matches whatever would let it match; otherwise nothing. */
export function matches(pattern: Pattern, text: string, lenient: boolean): boolean {
	const characters = Array.from(text);
	let [at, token] = [0, 0];
	let [lastRun, resumeAt] = [-1, 0];
	while (at < characters.length) {
		const current = pattern[token];
		if (current !== undefined && (current.kind === "run" || (lenient && current.kind === "unknown"))) {
			lastRun = token;
			resumeAt = at;
			token += 1;
		} else if (current?.kind === "one" || (current?.kind === "character" && current.value === characters[at])) {
			at += 1;
			token += 1;
		} else if (lastRun >= 0) {
			resumeAt += 1;
			at = resumeAt;
			token = lastRun + 1;
		} else {
			return false;
		}
	}
	return pattern.slice(token).every(({ kind }) => kind === "run" || (lenient && kind === "unknown"));
}

/** A pattern without variables. */
export function matchesPlain(pattern: string, text: string, lenient = false): boolean {
	return matches(readPattern(pattern, undefined) ?? [], text, lenient);
}
