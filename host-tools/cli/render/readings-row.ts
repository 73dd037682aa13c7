import type { ReadingEvent } from "../../base/shared-events.js";
import type { Scale } from "./sparkline.js";

/** Temperatures kept for the plot of a thing. */
const historyLimit = 120;
/** Characters of a thing's name that are shown. */
const nameLimit = 40;

/** What is shown of one thing. */
export class ReadingsRow {
	readonly name: string;
	temperatures: number[] = [];
	/** The least and the greatest temperature so far. */
	scale: Scale | undefined;
	latest: ReadingEvent | undefined;
	readings = 0;
	missed = 0;
	duplicates = 0;
	malformed = 0;
	silent = false;
	#seenMs: number | undefined;

	/** Things are named in ASCII. How wide a terminal shows what else a topic may hold cannot be told, and a line must not wrap. */
	constructor(thingName: string) {
		this.name = thingName.slice(0, nameLimit).replaceAll(/[^ -~]/g, "?");
	}

	add(reading: ReadingEvent, nowMs: number): void {
		this.missed += reading.missed ?? 0;
		this.silent = false;
		this.#seenMs = nowMs;
		if (reading.duplicate) {
			this.duplicates += 1;
			return;
		}
		const { temperature } = reading;
		this.latest = reading;
		this.readings += 1;
		this.temperatures.push(temperature);
		if (this.temperatures.length > historyLimit) this.temperatures = this.temperatures.slice(-historyLimit);
		const { least, greatest } = this.scale ?? { least: temperature, greatest: temperature };
		this.scale = { least: Math.min(least, temperature), greatest: Math.max(greatest, temperature) };
	}

	/** How long ago the last reading arrived, e.g. `3 s`. */
	seen(nowMs: number): string {
		if (this.#seenMs === undefined) return "-";
		const ago = duration(nowMs - this.#seenMs);
		return this.silent ? `silent ${ago}` : ago;
	}
}

/** In the largest unit that has two of it. */
function duration(milliseconds: number): string {
	const seconds = Math.max(0, Math.floor(milliseconds / 1000));
	if (seconds < 120) return `${seconds} s`;
	if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
	return `${Math.floor(seconds / 3600)} h`;
}
