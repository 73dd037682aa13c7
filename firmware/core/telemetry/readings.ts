import type { Clock } from "../../ports/clock.js";
import { toDeviceError } from "../../ports/errors.js";
import type { Flash } from "../../ports/flash.js";
import type { Log } from "../../ports/log.js";
import { telemetryDefaults } from "../settings/settings.js";
import { Ledger } from "./ledger.js";
import type { Measured } from "./measured.js";
import { type Reading, type StoredReading, toReading } from "./reading.js";
import { ReadingQueue } from "./reading-queue.js";
import { ReadingRing } from "./ring/reading-ring.js";
import { RunClock } from "./run-clock.js";

export interface ReadingsOptions {
	/** The readings partition; undefined: readings wait in memory only. */
	readonly flash: Flash | undefined;
	readonly clock: Clock;
	readonly log: Log;
}

/**
 * The readings of a device that are not acknowledged yet, over all its runs: in flash where there is a partition for them, and in memory
 * where there is none or as long as it fails. A reading is in flash before it is published.
 */
export class Readings {
	readonly #log: Log;
	readonly #clock: RunClock;
	readonly #ledger = new Ledger();
	/** Undefined: there is no partition, or none that can be used. */
	readonly #ring: ReadingRing | undefined;
	readonly #queue = new ReadingQueue(telemetryDefaults.queueLimit);
	/** When this run started, hundredths of a second since 1970. */
	#origin: number | undefined;
	#failing = false;

	/** Throws nothing: a partition that cannot be used is reported, and done without. */
	constructor({ flash, clock, log }: ReadingsOptions) {
		this.#log = log;
		this.#clock = new RunClock(clock);
		this.#ring = flash && this.#guard(() => new ReadingRing(flash, this.#ledger));
	}

	/** Readings dropped because there was no room, in total: since the partition was begun, or, without one, since start. */
	get dropped(): number {
		return this.#ledger.dropped;
	}

	/** How many readings may wait in memory: 1 to 1000. */
	set queueLimit(limit: number) {
		this.#queue.limit = limit;
	}

	/** Keeps a reading taken now. */
	add(measured: Measured): void {
		const { base, time } = this.#clock.stamp();
		const reading = { ...measured, sequence: this.#ledger.takeNumber(), base, time };
		if (this.#addToRing(reading)) this.#failing = false;
		else this.#queue.add(reading);
		// Finds out what was dropped for it.
		this.head();
	}

	/** The oldest one that waits. */
	head(): Reading | undefined {
		const { settled } = this.#ledger;
		const waiting = this.#queue.after(settled);
		const inMemory = waiting && toReading(waiting, this.#origin);
		const inFlash = this.#ring?.after(settled);
		const head = !inFlash || (inMemory && inMemory.sequence < inFlash.sequence) ? inMemory : inFlash;
		if (head && head.sequence - 1 > settled) {
			this.#ledger.dropUpTo(head.sequence - 1);
			this.#guard(() => this.#ring?.noteWhenDue());
		}
		return head;
	}

	/** `reading` came from `head`. */
	acknowledge({ sequence }: Reading): void {
		this.#ledger.acknowledge(sequence);
		this.#guard(() => this.#ring?.noteWhenDue());
	}

	/** The clock is true. May be called again. */
	synchronized(): void {
		const origin = this.#clock.synchronized();
		if (origin === undefined) return;
		this.#origin ??= origin;
		this.#guard(() => this.#ring?.setOrigin(origin));
	}

	/** Forgets what waits: it is none of the next owner's business. */
	clear(): void {
		this.#ledger.settleAll();
		this.#queue.after(this.#ledger.settled);
		this.close();
	}

	/** Writes down what is settled, so that nothing is published twice after an orderly end. */
	close(): void {
		this.#guard(() => this.#ring?.note());
	}

	/** False when there is no ring, or it failed. */
	#addToRing(reading: StoredReading): boolean {
		const ring = this.#ring;
		if (!ring) return false;
		const added = this.#guard(() => {
			ring.add(reading);
			return true;
		});
		return added === true;
	}

	/** Undefined when `work` failed, which is reported once until a reading is kept again. */
	#guard<T>(work: () => T): T | undefined {
		try {
			return work();
		} catch (thrown) {
			const { code, message } = toDeviceError(thrown, "flash-failed");
			if (!this.#failing) this.#log.write("warning", "readings.unavailable", { code, message });
			this.#failing = true;
			return undefined;
		}
	}
}
