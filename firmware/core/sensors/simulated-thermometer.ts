import type { Random } from "../../ports/random.js";
import type { Thermometer } from "../../ports/thermometer.js";
import { randomFraction } from "../run/backoff.js";

const lowest = 15.1;
const highest = 29.9;
const largestStep = 0.35;

/** A room that slowly warms and cools between 15.1 and 29.9 °C. */
export class SimulatedThermometer implements Thermometer {
	readonly #random: Random;
	#temperature: number;

	constructor(random: Random) {
		this.#random = random;
		this.#temperature = lowest + randomFraction(random) * (highest - lowest);
	}

	sample(): Promise<number> {
		const step = (2 * randomFraction(this.#random) - 1) * largestStep;
		this.#temperature = Math.min(highest, Math.max(lowest, this.#temperature + step));
		return Promise.resolve(this.#temperature);
	}

	close(): void {}
}
