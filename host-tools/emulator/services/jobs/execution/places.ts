/** An execution's key: its place among all, in the order in which they were queued. */
export function placeOf(sequence: number): string {
	return String(sequence).padStart(12, "0");
}
