/** `text` as one word of a shell. */
export function word(text: string): string {
	return /^[\w/.:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A function of functions.sh with its arguments. */
export const call = (name: string, ...values: readonly (string | number)[]): string =>
	[name, ...values.map((value) => word(String(value)))].join(" ");
