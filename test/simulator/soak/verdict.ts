/** What one look at a soak found: figures to print, and what nobody can explain. */
export interface Verdict {
	readonly figures: readonly (readonly [name: string, value: string])[];
	readonly problems: readonly string[];
}

/** Problems of one kind that are named; the rest is counted. */
const named = 5;

export function collectProblems(kind: string, found: readonly string[]): string[] {
	if (found.length <= named) return found.map((one) => `${kind}: ${one}`);
	return [...found.slice(0, named).map((one) => `${kind}: ${one}`), `${kind}: ${found.length - named} more`];
}
