/** A piece of a pattern as Joda-Time and java.time write it: letters of one kind, or text that stands for itself. */
export type PatternPart = { readonly letter: string; readonly count: number } | { readonly text: string };

/** Ours: characters. */
const longestPattern = 200;

export const monthNames: readonly string[] =
	"January February March April May June July August September October November December".split(" ");
/** From Sunday on. */
export const dayNames: readonly string[] = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

/** Text stands in single quotes, two of them are one. Undefined when the pattern is too long or has a quote without its other. */
export function patternParts(pattern: string): readonly PatternPart[] | undefined {
	if (pattern.length > longestPattern) return undefined;
	const pieces = [...pattern.matchAll(/''|'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g)];
	if (pieces.some(([piece]) => piece === "'")) return undefined;
	return pieces.map(([piece, quoted, letter]) => {
		if (letter !== undefined) return { letter, count: piece.length };
		return { text: piece === "''" ? "'" : (quoted ?? piece).replaceAll("''", "'") };
	});
}
