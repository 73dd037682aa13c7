/** The one of `names` that differs least, when it differs little; undefined when none is near. */
export function nearest(name: string, names: readonly string[]): string | undefined {
	const most = Math.max(2, Math.floor(name.length / 4));
	let [best, bestDistance]: [string | undefined, number] = [undefined, most + 1];
	for (const candidate of names) {
		if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
		const distance = differences(name.toLowerCase(), candidate.toLowerCase());
		if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
	}
	return best;
}

/** Characters to add, leave out or change (Levenshtein). */
function differences(left: string, right: string): number {
	let row = Array.from({ length: right.length + 1 }, (_, at) => at);
	for (const [at, character] of Array.from(left).entries()) {
		const next = [at + 1];
		for (let column = 1; column <= right.length; column += 1) {
			const change = (row[column - 1] ?? 0) + (character === right[column - 1] ? 0 : 1);
			next.push(Math.min(change, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[right.length] ?? 0;
}
