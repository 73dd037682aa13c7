import { type Cron, nextTime, parseCron } from "./cron.js";
import type { SchedulingConfig } from "./scheduling-config.js";

const minuteMs = 60_000;
/** Days before, at most, that a window still open may have begun: none lasts longer than 1430 minutes. */
const longestMs = 1430 * minuteMs;

/** When a job with maintenance windows may roll out. A job without any may always. */
export class MaintenanceWindows {
	readonly #windows: readonly { readonly cron: Cron; readonly length: number }[];

	constructor(config: SchedulingConfig | undefined) {
		this.#windows = (config?.maintenanceWindows ?? []).map(({ startTime, durationInMinutes }) => ({
			cron: parseCron(startTime, "startTime"),
			length: durationInMinutes * minuteMs,
		}));
	}

	get isAlwaysOpen(): boolean {
		return this.#windows.length === 0;
	}

	/** When (ms) the windows that are open at `now` will all be closed; undefined when none is open. */
	openUntil(now: number): number | undefined {
		let end: number | undefined;
		for (const { cron, length } of this.#windows) {
			const begun = lastBefore(cron, now, Math.min(length, longestMs));
			if (begun !== undefined) end = Math.max(end ?? 0, begun + length);
		}
		return end;
	}

	/** The next times (ms) at which one opens after `now`, at most `most` of them. */
	nextStarts(now: number, most: number): readonly number[] {
		const starts: number[] = [];
		for (let after = now; starts.length < most; ) {
			const next = Math.min(...this.#windows.map(({ cron }) => nextTime(cron, after) ?? Number.POSITIVE_INFINITY));
			if (!Number.isFinite(next)) break;
			starts.push(next);
			after = next;
		}
		return starts;
	}
}

/** The last time that fits in the `within` ms up to `now`. */
function lastBefore(cron: Cron, now: number, within: number): number | undefined {
	let last: number | undefined;
	for (let time = nextTime(cron, now - within); time !== undefined && time <= now; time = nextTime(cron, time)) {
		last = time;
	}
	return last;
}
