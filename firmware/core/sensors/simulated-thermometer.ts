import type { Random } from "../../ports/random.js";
import type { Sample, Thermometer } from "../../ports/thermometer.js";
import { RandomWalk, type WalkRange } from "./random-walk.js";

/** °C */
export const roomTemperature: WalkRange = Object.freeze({ lowest: 15.1, highest: 29.9, largestStep: 0.35 });

/** A room that slowly warms and cools between 15.1 and 29.9 °C. */
export class SimulatedThermometer implements Thermometer {
	readonly #temperature: RandomWalk;

	constructor(random: Random) {
		this.#temperature = new RandomWalk(random, roomTemperature);
	}

	sample(): Promise<Sample> {
		return Promise.resolve({ temperature: this.#temperature.next() });
	}

	close(): void {}
}
