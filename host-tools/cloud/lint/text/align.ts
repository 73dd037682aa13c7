/** How far ahead the next character of a value is looked for: the indentation of a line of a block. */
const farthest = 256;

/**
 * Offsets of the characters of `value` in `source`, between `start` and `end`, where it is written with escapes (`\n`, `\u0041`) or with the
 * indentation of a block, which are no part of it. What cannot be found stands where the character before it ends.
 */
export function align(source: string, start: number, end: number, value: string, hasEscapes: boolean): Uint32Array {
	const offsets = new Uint32Array(value.length + 1);
	let at = start;
	for (let index = 0; index < value.length; index += 1) {
		const escaped = hasEscapes && source[at] === "\\" ? escapeLength(source, at) : 0;
		const found = escaped > 0 ? at : findNext(source, at, end, value[index] ?? "");
		offsets[index] = found;
		at = Math.min(end, found + Math.max(1, escaped));
	}
	offsets[value.length] = at;
	return offsets;
}

function escapeLength(source: string, at: number): number {
	const kind = source[at + 1];
	if (kind === "u") return 6;
	if (kind === "x") return 4;
	return kind === "U" ? 10 : 2;
}

function findNext(source: string, from: number, end: number, character: string): number {
	const last = Math.min(end, from + farthest);
	for (let at = from; at < last; at += 1) if (source[at] === character) return at;
	return Math.min(from, end);
}
