import type { Clock } from "../../firmware/ports/clock.js";
import type { Timer } from "../../firmware/ports/timer.js";

/**
 * Clock and timer that stand still until told. Worse than the real ones: callbacks come exactly when due and not a
 * moment later, the clock is 50 years slow until synchronized, and a timer that is left running is counted.
 */
export class VirtualTime implements Clock, Timer {
	#ticks = 0;
	#synchronized = false;
	readonly #epoch: number;
	readonly #jobs = new Map<symbol, { at: number; callback: () => void }>();

	constructor(epoch = Date.UTC(2026, 10, 22)) {
		this.#epoch = epoch;
	}

	/** Timers that have neither fired nor been cancelled. */
	get pending(): number {
		return this.#jobs.size;
	}

	/** True time, ms since 1970, whatever the device believes. */
	get trueNow(): number {
		return this.#epoch + this.#ticks;
	}

	now(): number {
		return this.#synchronized ? this.trueNow : this.#ticks;
	}

	ticks(): number {
		return this.#ticks;
	}

	async synchronize(): Promise<void> {
		this.#synchronized = true;
	}

	after(milliseconds: number, callback: () => void): () => void {
		if (!Number.isInteger(milliseconds) || milliseconds < 0) throw new RangeError(`Not a delay: ${milliseconds}`);
		const key = Symbol();
		this.#jobs.set(key, { at: this.#ticks + milliseconds, callback });
		return () => {
			this.#jobs.delete(key);
		};
	}

	/** Power off: nothing that was waiting ever happens, and the clock has to be set again. */
	reset(): void {
		this.#jobs.clear();
		this.#synchronized = false;
	}

	/** The clock goes wrong, until synchronized. */
	lose(): void {
		this.#synchronized = false;
	}

	/** Time passes with the power off. */
	skip(milliseconds: number): void {
		this.#ticks += milliseconds;
	}

	/** Lets that much time pass and runs what becomes due. */
	run(milliseconds: number): void {
		const until = this.#ticks + milliseconds;
		while (this.step(until - this.#ticks)) {}
	}

	/** Goes to the next timer that is due within `milliseconds` and runs it; false when there is none: then time has passed in full. */
	step(milliseconds = Number.POSITIVE_INFINITY): boolean {
		let next: [symbol, { at: number; callback: () => void }] | undefined;
		for (const entry of this.#jobs) if (!next || entry[1].at < next[1].at) next = entry;
		if (!next || next[1].at > this.#ticks + milliseconds) {
			if (Number.isFinite(milliseconds)) this.#ticks += milliseconds;
			return false;
		}
		const [key, job] = next;
		this.#jobs.delete(key);
		this.#ticks = job.at;
		job.callback();
		return true;
	}
}
