/** What is kept about readings besides themselves. */
export interface LedgerState {
	/** Sequence number of the next reading. */
	readonly next: number;
	/** Every reading up to this one was acknowledged or dropped. */
	readonly settled: number;
	/** Readings dropped so far, in total. */
	readonly dropped: number;
}

/** Numbers the readings and counts what became of them, for those in flash and those in memory together. */
export class Ledger implements LedgerState {
	#next = 1;
	#settled = 0;
	#dropped = 0;
	/** The newest of those that were dropped in this run. */
	#lastDropped = 0;

	get next(): number {
		return this.#next;
	}

	get settled(): number {
		return this.#settled;
	}

	get dropped(): number {
		return this.#dropped;
	}

	/** Goes on from what earlier runs noted. */
	restore({ next, settled, dropped }: LedgerState): void {
		this.#next = next;
		this.#settled = settled;
		this.#dropped = dropped;
	}

	/** The sequence number of a new reading. */
	takeNumber(): number {
		const sequence = this.#next;
		this.#next += 1;
		return sequence;
	}

	/**
	 * `sequence` arrived, and all before it are settled. One that was dropped while it was on its way arrived after all, and does not count
	 * as dropped any more.
	 */
	acknowledge(sequence: number): void {
		if (sequence > this.#settled) this.#settled = sequence;
		else if (sequence <= this.#lastDropped) this.#dropped -= 1;
	}

	/** No store has a reading up to `sequence` any more: those that were not settled are dropped. */
	dropUpTo(sequence: number): void {
		if (sequence <= this.#settled) return;
		this.#dropped += sequence - this.#settled;
		this.#settled = sequence;
		this.#lastDropped = sequence;
	}

	/** Whatever waits is not to be published any more, and does not count as dropped. */
	settleAll(): void {
		this.#settled = this.#next - 1;
	}
}
