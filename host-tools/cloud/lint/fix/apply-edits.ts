import type { Edit } from "../finding.js";

/** `text` with all `edits`; undefined when two of them are about the same place. The same edit twice is one. */
export function applyEdits(text: string, edits: readonly Edit[]): string | undefined {
	const once = new Map(edits.map((edit) => [`${edit.range.start} ${edit.range.end} ${edit.text}`, edit]));
	const ordered = [...once.values()].sort(
		(left, right) => left.range.start - right.range.start || left.range.end - right.range.end,
	);
	let [result, done] = ["", 0];
	for (const [index, { range, text: replacement }] of ordered.entries()) {
		const before = ordered[index - 1];
		if (range.start < done || (before !== undefined && before.range.start === range.start)) return undefined;
		result += text.slice(done, range.start) + replacement;
		done = range.end;
	}
	return result + text.slice(done);
}
