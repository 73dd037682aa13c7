const bars = [..."▁▂▃▄▅▆▇█"];

export interface Scale {
	readonly least: number;
	readonly greatest: number;
}

/**
 * One character a value, the newest at the right, at most `width` of them. The scale, which holds all values, spans at least `leastSpan`, so
 * that noise does not look like weather.
 */
export function sparkline(values: readonly number[], width: number, { least, greatest }: Scale, leastSpan = 1): string {
	const shown = width > 0 ? values.slice(-width) : [];
	const span = Math.max(greatest - least, leastSpan);
	return shown.map((value) => bars[Math.round(((value - least) / span) * (bars.length - 1))]).join("");
}
