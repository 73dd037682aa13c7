import type { ReceivedReading } from "./reading-payload.js";
import type { SilentEvent, UnheardEvent } from "./watch-events.js";

interface Heard {
	lastMs: number;
	last: ReceivedReading;
	gaps: number[];
	/** It was said already. */
	silent: boolean;
}

/** Gaps that tell a thing's interval. */
const gapLimit = 5;
/** A thing that misses that many of its intervals is silent … */
const missedIntervals = 3;
/** … and a little more, in ms: a connection that is made anew takes that long. */
const graceMs = 2_000;
/** Things that are followed. */
const thingLimit = 10_000;

/** Who looks so late, in ms, was asleep itself, as a laptop is with its lid closed. */
const longestLookMs = 10_000;
/** Without any message for so long, ms, something is not as it should be. */
const unheardMs = 60_000;

/**
 * Notices things that have stopped reporting, each by the interval it had, and that nothing arrives at all. `nowMs` counts from 1970.
 */
export class SilenceMonitor {
	readonly #filter: string;
	readonly #things = new Map<string, Heard>();
	/** What was not heard before is nobody's silence; undefined: it could not be heard now. */
	#listeningSince: number | undefined;
	#lookedMs: number | undefined;
	/** Anything has arrived, or that nothing has was said. */
	#settled = false;

	/** `filter` is what is subscribed to. */
	constructor(filter: string) {
		this.#filter = filter;
	}

	/** The subscription stands. */
	listening(nowMs: number): void {
		this.#listeningSince = nowMs;
	}

	/** It does not. */
	deaf(): void {
		this.#listeningSince = undefined;
	}

	/** A message, be it a reading or not. */
	anythingHeard(): void {
		this.#settled = true;
	}

	heard(thingName: string, reading: ReceivedReading, nowMs: number): void {
		const known = this.#things.get(thingName);
		if (known === undefined) {
			const first = { lastMs: nowMs, last: reading, gaps: [], silent: false };
			if (this.#things.size < thingLimit) this.#things.set(thingName, first);
			return;
		}
		const gap = gapBetween(known.last, reading) ?? nowMs - known.lastMs;
		if (gap > 0) known.gaps = [...known.gaps, gap].slice(-gapLimit);
		known.lastMs = nowMs;
		known.last = reading;
		known.silent = false;
	}

	/** What has become silent since the call before. To be called every second or so. */
	look(nowMs: number): readonly (SilentEvent | UnheardEvent)[] {
		const asleep = this.#lookedMs !== undefined && nowMs - this.#lookedMs > longestLookMs;
		this.#lookedMs = nowMs;
		if (this.#listeningSince === undefined) return [];
		if (asleep) this.listening(nowMs);
		const since = this.#listeningSince;
		return [...this.#lookForAnything(nowMs - since), ...this.#lookForThings(nowMs, since)];
	}

	#lookForAnything(listenedMs: number): readonly UnheardEvent[] {
		if (this.#settled || listenedMs < unheardMs) return [];
		this.#settled = true;
		return [{ event: "unheard", filter: this.#filter, seconds: unheardMs / 1000 }];
	}

	#lookForThings(nowMs: number, listeningSince: number): readonly SilentEvent[] {
		const fallen: SilentEvent[] = [];
		for (const [thingName, heard] of this.#things) {
			const intervalMs = Math.round(Math.max(0, ...heard.gaps));
			const quietMs = nowMs - Math.max(heard.lastMs, listeningSince);
			if (heard.silent || intervalMs === 0 || quietMs < missedIntervals * intervalMs + graceMs) continue;
			heard.silent = true;
			fallen.push({ event: "silent", thingName, lastHeard: new Date(heard.lastMs).toISOString(), intervalMs });
		}
		return fallen;
	}
}

/** By the device's own numbers and times, where it sends them: readings that waited arrive all at once. */
function gapBetween(before: ReceivedReading, after: ReceivedReading): number | undefined {
	if (before.timestamp === undefined || after.timestamp === undefined) return undefined;
	if (before.sequence === undefined || after.sequence === undefined) return undefined;
	const readings = after.sequence - before.sequence;
	const gap = (Date.parse(after.timestamp) - Date.parse(before.timestamp)) / readings;
	return readings > 0 && gap > 0 ? gap : 0;
}
