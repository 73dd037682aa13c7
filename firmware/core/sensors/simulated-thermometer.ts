import type { Random } from "../../ports/random.js";
import type { Sample, Thermometer } from "../../ports/thermometer.js";
import { RandomWalk } from "./random-walk.js";

/** A room that slowly warms and cools between 15.1 and 29.9 °C. */
export class SimulatedThermometer implements Thermometer {
	readonly #temperature: RandomWalk;

	constructor(random: Random) {
		this.#temperature = new RandomWalk(random, { lowest: 15.1, highest: 29.9, largestStep: 0.35 });
	}

	sample(): Promise<Sample> {
		return Promise.resolve({ temperature: this.#temperature.next() });
	}

	close(): void {}
}
