const bars = [..."▁▂▃▄▅▆▇█"];

/**
 * One character a value, the newest at the right, at most `width` of them. The scale runs from the least to the greatest
 * value shown but spans at least `leastSpan`, so that noise does not look like weather.
 */
export function sparkline(values: readonly number[], width: number, leastSpan = 1): string {
	const shown = width > 0 ? values.slice(-width) : [];
	const least = Math.min(...shown);
	const span = Math.max(Math.max(...shown) - least, leastSpan);
	return shown.map((value) => bars[Math.round(((value - least) / span) * (bars.length - 1))]).join("");
}
