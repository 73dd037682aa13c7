/**
 * Characters that a terminal obeys or that hide what stands there: controls (C0, DEL, C1), formats (among them what turns the direction of
 * text), line and paragraph separators, halves of surrogate pairs. Unicode's general categories Cc, Cf, Zl, Zp, Cs.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * `text` with every such character but those in `kept` written out as JSON would escape it, e.g. `\u001b`: what topics, payloads, boards
 * and servers say is printed, and must not command the terminal. JSON means the same afterwards.
 */
export function visibleText(text: string, kept = ""): string {
	return text.replace(unseen, (character) => (kept.includes(character) ? character : escaped(character)));
}

function escaped(character: string): string {
	// By UTF-16 units: JSON has no other escape for what is beyond U+FFFF.
	return Array.from({ length: character.length }, (_, at) => {
		return `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`;
	}).join("");
}
