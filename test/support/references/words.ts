/** Error codes, states and the like: words with hyphens. */
const code = /^[a-z]+(?:-[a-z\d]+)+$/;

/** All words of that form that a source holds as a string of its own. */
export function wordsIn(source: string): string[] {
	const strings = [...source.matchAll(/(["'`])([a-z\d-]+)\1/g)].map(([, , text = ""]) => text);
	return strings.filter((text) => code.test(text));
}

/** Codes in backticks that no source knows. */
export function deadWords(spans: readonly string[], known: ReadonlySet<string>): string[] {
	return spans.filter((span) => code.test(span) && !known.has(span));
}
