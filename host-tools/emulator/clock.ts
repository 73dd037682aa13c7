import { setImmediate as nextTurn } from "node:timers/promises";
import { JobQueue } from "./job-queue.js";

/** setTimeout overflows above 2^31-1 ms and then fires at once. */
const longestSleepMs = 2 ** 31 - 1;

/** The emulator's time: the host's clock plus an offset that tests move forward. */
export class EmulatorClock {
	#offset = 0;
	readonly #jobs = new JobQueue();
	#wakeUp: NodeJS.Timeout | undefined;
	/** What `#wakeUp` waits for. */
	#wakesFor: number | undefined;
	#closed = false;
	#onAdvance: () => void = () => {};

	/** Milliseconds since 1970-01-01T00:00:00Z. */
	now(): number {
		return Date.now() + this.#offset;
	}

	/** Milliseconds by which the clock was moved forward, in all. */
	get aheadMs(): number {
		return this.#offset;
	}

	/** Calls `callback` once when `now()` reaches `at` (ms). Returns a function that cancels it. */
	at(at: number, callback: () => void): () => void {
		if (this.#closed) return () => {};
		const job = this.#jobs.add(at, callback);
		this.#arm();
		return () => {
			this.#jobs.cancel(job);
			this.#arm();
		};
	}

	/**
	 * Moves time forward by `milliseconds` (>= 0) and runs what became due, oldest first, before it returns; much work of one kind goes
	 * on in later turns, until `settled`.
	 */
	advance(milliseconds: number): void {
		if (!Number.isFinite(milliseconds) || milliseconds < 0) {
			throw new RangeError(`Cannot advance the clock by "${milliseconds}": not a number of milliseconds >= 0`);
		}
		this.#offset += milliseconds;
		this.#onAdvance();
		this.#runDue();
	}

	/** Resolves when nothing is due any more that was due at the time of the call. */
	async settled(): Promise<void> {
		const until = this.now();
		for (let next = this.#jobs.next(); next !== undefined && next <= until; next = this.#jobs.next()) await nextTurn();
	}

	/** Hears each advance, before what became due runs; one at a time. */
	onAdvance(listener: () => void): void {
		this.#onAdvance = listener;
	}

	/** Drops all pending callbacks. May be called twice. */
	close(): void {
		this.#closed = true;
		this.#jobs.clear();
		this.#arm();
	}

	#runDue(): void {
		this.#wakesFor = undefined;
		for (const job of this.#jobs.takeDue(this.now())) {
			// One of those before it may have cancelled it.
			const { callback } = job;
			job.callback = undefined;
			callback?.();
		}
		this.#arm();
	}

	#arm(): void {
		const next = this.#jobs.next();
		if (next !== undefined && next === this.#wakesFor) return;
		clearTimeout(this.#wakeUp);
		this.#wakeUp = undefined;
		this.#wakesFor = next;
		if (next === undefined) return;
		this.#wakeUp = setTimeout(() => this.#runDue(), Math.min(Math.max(next - this.now(), 0), longestSleepMs));
		this.#wakeUp.unref();
	}
}
