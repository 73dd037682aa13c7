/** Ours: objects and lists within each other. What reads a document calls itself for each level. */
export const mostLevels = 200;

/** A bound, not a parser: brackets in strings count as well. */
export function isNestedWithin(text: string, levels: number): boolean {
	let depth = 0;
	for (let at = 0; at < text.length; at += 1) {
		const character = text.charCodeAt(at);
		if (character === 0x5b || character === 0x7b) depth += 1;
		else if ((character === 0x5d || character === 0x7d) && depth > 0) depth -= 1;
		if (depth > levels) return false;
	}
	return true;
}
