import type { SeriesEvent } from "./provision-events.js";

/** The boards of a series, and how long the rest will take. */
export class SeriesSum {
	readonly #before: number;
	readonly #count: number | undefined;
	readonly #now: () => number;
	readonly #startedAt: number;
	readonly #seen = new Set<string>();
	/** When the last board was done, ms since the start. */
	#lastAt = 0;
	provisioned = 0;
	failed = 0;
	skipped = 0;

	/** `before`: boards of the series that were done before. `count`: of all that are to be done; undefined: no end. `now` in ms. */
	constructor(before: number, count: number | undefined, now = () => performance.now()) {
		this.#before = before;
		this.#count = count;
		this.#now = now;
		this.#startedAt = now();
	}

	get isComplete(): boolean {
		return this.#count !== undefined && this.#done >= this.#count;
	}

	/** A board is done. `isKnown`: it was before this run. Returns whether it counts, which each does once. */
	add(serialNumber: string, isKnown: boolean): boolean {
		const counts = !isKnown && !this.#seen.has(serialNumber);
		this.#seen.add(serialNumber);
		if (counts) this.provisioned += 1;
		else this.skipped += 1;
		if (counts) this.#lastAt = this.#now() - this.#startedAt;
		return counts;
	}

	get counts(): Omit<SeriesEvent, "event" | "waiting"> {
		const { provisioned, failed, skipped } = this;
		const sum = { done: this.#done, provisioned, failed, skipped };
		const secondsLeft = this.#secondsLeft;
		const end = this.#count === undefined ? {} : { count: this.#count };
		return secondsLeft === undefined ? { ...sum, ...end } : { ...sum, ...end, secondsLeft };
	}

	get #done(): number {
		return this.#before + this.provisioned;
	}

	/** With failures and the changing of boards: at the pace of this run. */
	get #secondsLeft(): number | undefined {
		if (this.#count === undefined || this.provisioned === 0 || this.isComplete) return undefined;
		return Math.round(((this.#count - this.#done) * this.#lastAt) / this.provisioned / 1000);
	}
}
