/** Ours: pairs of name and dimensions that are counted. */
const mostSeries = 10_000;

export type Dimensions = Readonly<Record<string, string>>;

/** What a metric was counted to, in all. */
export interface MetricCount {
	readonly name: string;
	readonly dimensions: Dimensions;
	/** How often it was counted, and the sum of its values. */
	readonly count: number;
	readonly sum: number;
}

/** The counts that AWS IoT has in CloudWatch, by AWS's names (AWS IoT metrics and dimensions). */
export interface Metrics {
	/** `value` is 1 unless told otherwise. Never throws; what would be too many series is not counted. */
	count(name: string, dimensions?: Dimensions, value?: number): void;
	/** All counts since the start, in the order in which they were first counted. */
	snapshot(): readonly MetricCount[];
}

/** Counts in memory since the start. */
export class MetricCounts implements Metrics {
	readonly #series = new Map<string, { name: string; dimensions: Dimensions; count: number; sum: number }>();

	count(name: string, dimensions: Dimensions = {}, value = 1): void {
		const key = JSON.stringify([name, ...Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))]);
		const series = this.#series.get(key);
		if (series !== undefined) {
			series.count += 1;
			series.sum += value;
		} else if (this.#series.size < mostSeries) {
			this.#series.set(key, { name, dimensions, count: 1, sum: value });
		}
	}

	snapshot(): readonly MetricCount[] {
		return [...this.#series.values()].map((series) => ({ ...series }));
	}
}
