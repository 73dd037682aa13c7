type Job = { readonly at: number; readonly callback: () => void };

/** setTimeout overflows above 2^31-1 ms and then fires at once. */
const longestSleepMs = 2 ** 31 - 1;

/** The emulator's time: the host's clock plus an offset that tests move forward. */
export class EmulatorClock {
	#offset = 0;
	readonly #jobs = new Set<Job>();
	#wakeUp: NodeJS.Timeout | undefined;
	#closed = false;

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
		const job: Job = { at, callback };
		if (!this.#closed) this.#jobs.add(job);
		this.#arm();
		return () => {
			this.#jobs.delete(job);
			this.#arm();
		};
	}

	/** Moves time forward by `milliseconds` (>= 0) and runs what became due, oldest first, before it returns. */
	advance(milliseconds: number): void {
		if (!Number.isFinite(milliseconds) || milliseconds < 0) {
			throw new RangeError(`Cannot advance the clock by "${milliseconds}": not a number of milliseconds >= 0`);
		}
		this.#offset += milliseconds;
		this.#runDue();
	}

	/** Drops all pending callbacks. May be called twice. */
	close(): void {
		this.#closed = true;
		this.#jobs.clear();
		this.#arm();
	}

	#runDue(): void {
		const now = this.now();
		const due = [...this.#jobs].filter((job) => job.at <= now).sort((a, b) => a.at - b.at);
		for (const job of due) {
			if (this.#jobs.delete(job)) job.callback();
		}
		this.#arm();
	}

	#arm(): void {
		clearTimeout(this.#wakeUp);
		this.#wakeUp = undefined;
		if (this.#jobs.size === 0) return;
		const next = Math.min(...[...this.#jobs].map((job) => job.at));
		this.#wakeUp = setTimeout(() => this.#runDue(), Math.min(Math.max(next - this.now(), 0), longestSleepMs));
		this.#wakeUp.unref();
	}
}
