import { hole } from "../text/located.js";

/** Code points, and below zero what stands for others. */
export type Pattern = readonly number[];

/** `*` */
const run = -1;
/** `?` */
const one = -2;
/** A part that is not known here. */
export const unknownPart = -3;

/** What a variable's name stands for: a text, nothing (then nothing matches), or what cannot be known here. */
export type Lookup = (name: string) => string | undefined | typeof unknownValue;

/** A value that only a connection has, e.g. a certificate's serial number. */
export const unknownValue = Symbol("unknown");

/** `*`, `?`, `${*}` and variables, as AWS IoT reads them; undefined when a variable in it has no value: then it matches nothing. */
export function readPattern(text: string, lookup: Lookup | undefined): Pattern | undefined {
	const pattern: number[] = [];
	if (lookup === undefined) {
		addPlain(pattern, text);
		return pattern;
	}
	let done = 0;
	for (const { index, 0: whole, 1: name = "" } of text.matchAll(/\$\{([^{}]*)\}/g)) {
		addPlain(pattern, text.slice(done, index));
		done = index + whole.length;
		const value = valueOfVariable(name, lookup);
		if (value === undefined) return undefined;
		if (value === unknownValue) pattern.push(unknownPart);
		else addLiteral(pattern, value);
	}
	addPlain(pattern, text.slice(done));
	return pattern;
}

function valueOfVariable(name: string, lookup: Lookup): ReturnType<Lookup> {
	if (name === "*" || name === "?" || name === "$") return name;
	return name.includes(hole) ? unknownValue : lookup(name);
}

function addPlain(pattern: number[], text: string): void {
	for (const character of text) {
		if (character === "*") pattern.push(run);
		else if (character === "?") pattern.push(one);
		else pattern.push(character === hole ? unknownPart : (character.codePointAt(0) ?? 0));
	}
}

function addLiteral(pattern: number[], text: string): void {
	for (const character of text) pattern.push(character.codePointAt(0) ?? 0);
}

/** `lenient`: what is not known matches whatever would let it match; otherwise nothing. */
export function matches(pattern: Pattern, text: string, lenient: boolean): boolean {
	const isRun = (part: number | undefined) => part === run || (lenient && part === unknownPart);
	const characters: number[] = [];
	addLiteral(characters, text);
	let [at, token] = [0, 0];
	let [lastRun, resumeAt] = [-1, 0];
	while (at < characters.length) {
		const part = pattern[token];
		if (isRun(part)) {
			lastRun = token;
			resumeAt = at;
			token += 1;
		} else if (part === one || part === characters[at]) {
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
	while (isRun(pattern[token])) token += 1;
	return token >= pattern.length;
}

/** A pattern without variables. */
export function matchesPlain(pattern: string, text: string, lenient = false): boolean {
	return matches(readPattern(pattern, undefined) ?? [], text, lenient);
}
