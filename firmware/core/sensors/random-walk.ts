import type { Random } from "../../ports/random.js";
import { randomFraction } from "../run/backoff.js";

export interface WalkRange {
	readonly lowest: number;
	readonly highest: number;
	/** Between two values, up or down. */
	readonly largestStep: number;
}

/** A value that wanders within its range, as weather does. */
export class RandomWalk {
	readonly #random: Random;
	readonly #range: WalkRange;
	#value: number;

	/** Begins anywhere in `range`. */
	constructor(random: Random, range: WalkRange) {
		this.#random = random;
		this.#range = range;
		this.#value = range.lowest + randomFraction(random) * (range.highest - range.lowest);
	}

	next(): number {
		const { lowest, highest, largestStep } = this.#range;
		const step = (2 * randomFraction(this.#random) - 1) * largestStep;
		this.#value = Math.min(highest, Math.max(lowest, this.#value + step));
		return this.#value;
	}
}
