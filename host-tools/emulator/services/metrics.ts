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
	/** What counts one by one, for what happens thousands of times a second: 0 is counted until then. */
	counter(name: string, dimensions?: Dimensions): () => void;
	/** All counts since the start, in the order in which they were first counted. */
	snapshot(): readonly MetricCount[];
}

interface Series {
	readonly name: string;
	readonly dimensions: Dimensions;
	count: number;
	sum: number;
}

/** Counts in memory since the start. */
export class MetricCounts implements Metrics {
	readonly #series = new Map<string, Series>();

	count(name: string, dimensions: Dimensions = {}, value = 1): void {
		const series = this.#seriesOf(name, dimensions);
		if (series === undefined) return;
		series.count += 1;
		series.sum += value;
	}

	counter(name: string, dimensions: Dimensions = {}): () => void {
		const series = this.#seriesOf(name, dimensions);
		return () => {
			if (series === undefined) return;
			series.count += 1;
			series.sum += 1;
		};
	}

	#seriesOf(name: string, dimensions: Dimensions): Series | undefined {
		const key = JSON.stringify([name, ...Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))]);
		const present = this.#series.get(key);
		if (present !== undefined || this.#series.size >= mostSeries) return present;
		const series: Series = { name, dimensions, count: 0, sum: 0 };
		this.#series.set(key, series);
		return series;
	}

	snapshot(): readonly MetricCount[] {
		const counted = [...this.#series.values()].filter(({ count }) => count > 0);
		return counted.map((series) => ({ ...series }));
	}
}
