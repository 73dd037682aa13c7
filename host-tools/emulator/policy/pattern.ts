/** A resource or condition value of a policy: literal text, the wildcards, and policy variables still to be replaced. */
export type PatternPart =
	| { readonly kind: "literal"; readonly text: string }
	| { readonly kind: "any-run" }
	| { readonly kind: "any-one" }
	| { readonly kind: "variable"; readonly name: string };

const tokens = /\$\{[^}]*\}|\*|\?|[^$*?]+|\$/gs;
const tokensWithoutVariables = /\*|\?|[^*?]+/gs;

/**
 * `${*}`, `${?}` and `${$}` stand for the character itself. MQTT's `+` and `#` are plain characters
 * (docs/aws-behaviour.md, "Policies"). Without variables, `${…}` is text like any other.
 */
export function parsePattern(text: string, hasVariables = true): readonly PatternPart[] {
	const parts: PatternPart[] = [];
	for (const [token] of text.matchAll(hasVariables ? tokens : tokensWithoutVariables)) {
		if (token === "*") parts.push({ kind: "any-run" });
		else if (token === "?") parts.push({ kind: "any-one" });
		else if (!hasVariables || !token.startsWith("${")) parts.push({ kind: "literal", text: token });
		else parts.push(variableOrCharacter(token.slice(2, -1)));
	}
	return parts;
}

function variableOrCharacter(name: string): PatternPart {
	return name === "*" || name === "?" || name === "$" ? { kind: "literal", text: name } : { kind: "variable", name };
}

/** For comparisons that know no wildcards: `*` and `?` become plain characters, variables stay. */
export function parseLiteral(text: string, hasVariables = true): readonly PatternPart[] {
	return parsePattern(text, hasVariables).map((part) => {
		if (part.kind === "any-run") return { kind: "literal", text: "*" };
		return part.kind === "any-one" ? { kind: "literal", text: "?" } : part;
	});
}

export type Lookup = (name: string) => string | undefined;

/** Replaces the variables by literal text; undefined when one of them has no value. */
export function resolvePattern(parts: readonly PatternPart[], lookup: Lookup): readonly PatternPart[] | undefined {
	const resolved: PatternPart[] = [];
	for (const part of parts) {
		if (part.kind !== "variable") {
			resolved.push(part);
			continue;
		}
		const text = lookup(part.name);
		if (text === undefined) return undefined;
		resolved.push({ kind: "literal", text });
	}
	return resolved;
}

/** The text of a resolved pattern, its wildcards as they were written. */
export function patternText(parts: readonly PatternPart[]): string {
	return parts
		.map((part) => {
			if (part.kind === "literal") return part.text;
			if (part.kind === "variable") return `\${${part.name}}`;
			return part.kind === "any-run" ? "*" : "?";
		})
		.join("");
}

const one = Symbol("exactly one character");
type Run = readonly (string | typeof one)[];

/**
 * True when the whole of `text` matches. Between two `*` the leftmost fit is always good enough, so there is nothing to
 * take back: at most (length of pattern) x (length of text) comparisons, whatever the pattern.
 */
export function matchesPattern(parts: readonly PatternPart[], text: string): boolean {
	const runs = splitAtStars(parts);
	const characters = Array.from(text);
	const [first = [], ...rest] = runs;
	if (!fitsAt(first, characters, 0)) return false;
	const last = rest.pop();
	if (last === undefined) return first.length === characters.length;
	let position = first.length;
	for (const run of rest) {
		while (position + run.length <= characters.length && !fitsAt(run, characters, position)) position++;
		position += run.length;
		if (position > characters.length) return false;
	}
	const start = characters.length - last.length;
	return start >= position && fitsAt(last, characters, start);
}

function splitAtStars(parts: readonly PatternPart[]): Run[] {
	const runs: (string | typeof one)[][] = [[]];
	for (const part of parts) {
		if (part.kind === "any-run") runs.push([]);
		else if (part.kind === "any-one") runs.at(-1)?.push(one);
		else if (part.kind === "literal") runs.at(-1)?.push(...part.text);
	}
	return runs;
}

function fitsAt(run: Run, characters: readonly string[], position: number): boolean {
	if (position + run.length > characters.length) return false;
	return run.every((expected, index) => expected === one || expected === characters[position + index]);
}
