/** A text, and where in its file each of its characters stands: a whole file, or a document that is a string within one. */
export interface SourceText {
	readonly text: string;
	/** Offset in the file of the character at `index`; at the length of the text, of what stands behind it. */
	at(index: number): number;
	/** True when every character of it stands in the file as it is, one behind the other: only then can members be added. */
	readonly isVerbatim: boolean;
}

export function wholeFile(text: string): SourceText {
	return { text, at: (index) => index, isVerbatim: true };
}

/** From 1, columns in UTF-16 units, as editors and SARIF count them. */
export interface LineColumn {
	readonly line: number;
	readonly column: number;
}

/** Answers for one text, so that it is looked through once. */
export function lineCounter(text: string): (offset: number) => LineColumn {
	const starts = [0];
	for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
	return (offset) => {
		let [low, high] = [0, starts.length - 1];
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((starts[middle] ?? 0) <= offset) low = middle;
			else high = middle - 1;
		}
		return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
	};
}

/** What stands before the first other character of the line that `offset` is in: tabs and spaces. */
export function indentationAt(text: string, offset: number): string {
	const start = text.lastIndexOf("\n", offset - 1) + 1;
	return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}
