import type { Clock } from "../../ports/clock.js";
import { toDeviceError } from "../../ports/errors.js";
import type { Flash } from "../../ports/flash.js";
import type { Log } from "../../ports/log.js";
import { telemetryDefaults } from "../settings/settings.js";
import type { Reading } from "./reading.js";
import { ReadingQueue } from "./reading-queue.js";
import { ReadingRing } from "./ring/reading-ring.js";
import { RunClock } from "./run-clock.js";
import { toReading } from "./taken-reading.js";

export interface ReadingsOptions {
	/** The readings partition; undefined: readings wait in memory only. */
	readonly flash: Flash | undefined;
	readonly clock: Clock;
	readonly log: Log;
}

/**
 * The readings of a device that are not acknowledged yet, over all its lives: in flash where there is a partition for them, and in memory
 * where there is none or as long as it fails. A reading is in flash before it is published.
 */
export class Readings {
	readonly #events: Log;
	readonly #clock: RunClock;
	readonly #log: ReadingRing | undefined;
	readonly #queue = new ReadingQueue(telemetryDefaults.queueLimit);
	/** When this run started, hundredths of a second since 1970. */
	#origin: number | undefined;
	#next = 1;
	#settled = 0;
	#dropped = 0;
	/** The newest of those that were dropped in this run. */
	#lastDropped = 0;
	#failing = false;

	/** Throws nothing: a partition that cannot be used is reported, and done without. */
	constructor({ flash, clock, log }: ReadingsOptions) {
		this.#events = log;
		this.#clock = new RunClock(clock);
		this.#log = flash && this.#guard(() => new ReadingRing(flash));
		if (!this.#log) return;
		this.#next = this.#log.next;
		this.#settled = this.#log.settled;
		this.#dropped = this.#log.dropped;
	}

	/** Readings dropped because there was no room, in total: since the partition was begun, or, without one, since start. */
	get dropped(): number {
		return this.#dropped;
	}

	/** How many readings may wait in memory: 1 to 1000. */
	set queueLimit(limit: number) {
		this.#queue.limit = limit;
	}

	/** Keeps a reading taken now; `hundredths` of a degree Celsius, an integer within ±32,767. */
	add(hundredths: number): void {
		const reading = { hundredths, sequence: this.#next, ...this.#clock.stamp() };
		this.#next += 1;
		const log = this.#log;
		const kept = log && this.#guard(() => log.add(reading) ?? true);
		if (kept) this.#failing = false;
		else this.#queue.add(reading);
		// Finds out what was dropped for it.
		this.head();
	}

	/** The oldest one that waits. */
	head(): Reading | undefined {
		const waiting = this.#queue.after(this.#settled);
		const kept = this.#log?.after(this.#settled);
		const inMemory = waiting && toReading(waiting, this.#origin);
		const head = !kept || (inMemory && inMemory.sequence < kept.sequence) ? inMemory : kept;
		if (head && head.sequence - 1 > this.#settled) {
			this.#lastDropped = head.sequence - 1;
			this.#settle(head.sequence - 1, this.#dropped + head.sequence - 1 - this.#settled);
		}
		return head;
	}

	/** `reading` came from `head`. One that was dropped on its way arrived after all, and does not count as dropped any more. */
	acknowledge({ sequence }: Reading): void {
		if (sequence > this.#settled) this.#settle(sequence, this.#dropped);
		else if (sequence <= this.#lastDropped) this.#dropped -= 1;
	}

	/** The clock is true. May be called again. */
	synchronized(): void {
		const origin = this.#clock.synchronized();
		if (origin === undefined) return;
		this.#origin ??= origin;
		this.#guard(() => this.#log?.setOrigin(origin));
	}

	/** Forgets what waits: it is none of the next owner's business. */
	clear(): void {
		this.#settled = this.#next - 1;
		this.#queue.after(this.#settled);
		this.close();
	}

	/** Writes down what is settled, so that nothing is published twice after an orderly end. */
	close(): void {
		this.#guard(() => {
			this.#log?.settle(this.#settled, this.#dropped);
			this.#log?.note();
		});
	}

	#settle(sequence: number, dropped: number): void {
		if (sequence === this.#settled) return;
		this.#settled = sequence;
		this.#dropped = dropped;
		this.#guard(() => this.#log?.settle(sequence, dropped));
	}

	/** Undefined when `work` failed, which is reported once until a reading is kept again. */
	#guard<T>(work: () => T): T | undefined {
		try {
			return work();
		} catch (thrown) {
			const { code, message } = toDeviceError(thrown, "flash-failed");
			if (!this.#failing) this.#events.write("warning", "readings.unavailable", { code, message });
			this.#failing = true;
			return undefined;
		}
	}
}
