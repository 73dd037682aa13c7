export interface Statistics {
	readonly count: number;
	readonly average: number;
	readonly sum: number;
	readonly minimum: number;
	readonly maximum: number;
	readonly sumOfSquares: number;
	/** Of all values, not of a sample. */
	readonly variance: number;
	readonly stdDeviation: number;
}

/** All 0 without values. */
export function statistics(values: readonly number[]): Statistics {
	let [sum, sumOfSquares, minimum, maximum] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const value of values) {
		sum += value;
		sumOfSquares += value * value;
		minimum = Math.min(minimum, value);
		maximum = Math.max(maximum, value);
	}
	const count = values.length;
	if (count === 0) {
		return { count, average: 0, sum, minimum: 0, maximum: 0, sumOfSquares, variance: 0, stdDeviation: 0 };
	}
	const average = sum / count;
	// By differences: sumOfSquares - average² loses all digits where values are large and close together.
	const variance = values.reduce((total, value) => total + (value - average) ** 2, 0) / count;
	return { count, average, sum, minimum, maximum, sumOfSquares, variance, stdDeviation: Math.sqrt(variance) };
}

/** Between two values, in proportion; none without values. AWS's are approximate. */
export function percentiles(
	values: readonly number[],
	percents: readonly number[],
): readonly { readonly percent: number; readonly value: number }[] {
	const sorted = [...values].sort((a, b) => a - b);
	if (sorted.length === 0) return [];
	return percents.map((percent) => {
		const place = (percent / 100) * (sorted.length - 1);
		const below = sorted[Math.floor(place)] ?? 0;
		const above = sorted[Math.ceil(place)] ?? below;
		return { percent, value: below + (above - below) * (place - Math.floor(place)) };
	});
}
