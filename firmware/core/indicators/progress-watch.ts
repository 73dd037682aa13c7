import type { Board } from "../../ports/board.js";
import type { Clock } from "../../ports/clock.js";
import type { Log } from "../../ports/log.js";
import type { Cancel, Timer } from "../../ports/timer.js";

export interface ProgressWatchOptions {
	readonly board: Board;
	readonly clock: Clock;
	readonly timer: Timer;
	readonly log: Log;
}

/** A device that waits for a person makes none, and is well. */
const patientMs = Number.POSITIVE_INFINITY;
/** Longer than any try with its deadlines and the pause after it (docs/timeouts.md). */
const leastDeadlineMs = 300_000;
/** A sampling interval that is missed thrice is missed for good. */
const intervals = 3;
/** How often the watchdog is fed within its own time. */
const feeds = 3;

/** How long a device that samples every `intervalMs` may get nowhere before it is restarted, ms. */
export function progressDeadline(intervalMs: number): number {
	return Math.max(leastDeadlineMs, intervals * intervalMs);
}

/**
 * Feeds the chip's watchdog for as long as the device gets on: a state entered, a reading acknowledged, a sample when none is waiting.
 * A machine that hangs feeds nothing; one that goes round in circles stops feeding after the deadline. The chip then restarts it.
 */
export class ProgressWatch {
	readonly #options: ProgressWatchOptions;
	#deadlineMs = patientMs;
	#progressAt: number;
	#starving = false;
	#cancel: Cancel = () => {};
	#closed = false;

	/** Feeds at once, where the board has a watchdog. */
	constructor(options: ProgressWatchOptions) {
		this.#options = options;
		this.#progressAt = options.clock.ticks();
		this.#feed();
	}

	/** The device got on. */
	progress(): void {
		this.#progressAt = this.#options.clock.ticks();
	}

	/** From now on progress is expected every `deadlineMs`, or, undefined, not at all: the device waits for a person. */
	expect(deadlineMs: number | undefined): void {
		this.#deadlineMs = deadlineMs ?? patientMs;
		this.progress();
	}

	/** Stops feeding: the chip restarts unless the watchdog was never started. May be called twice. */
	close(): void {
		this.#closed = true;
		this.#cancel();
	}

	#feed(): void {
		const { board, clock, timer, log } = this.#options;
		const { watchdogMs } = board;
		if (this.#closed || watchdogMs === undefined) return;
		const idleMs = clock.ticks() - this.#progressAt;
		if (idleMs <= this.#deadlineMs) {
			board.feedWatchdog();
			this.#starving = false;
		} else if (!this.#starving) {
			this.#starving = true;
			log.write("error", "watchdog.starving", { idleMs: Math.round(idleMs), restartInMs: watchdogMs });
		}
		this.#cancel = timer.after(Math.floor(watchdogMs / feeds), () => this.#feed());
	}
}
