import type { Random } from "../../ports/random.js";
import type { Sample, Thermometer } from "../../ports/thermometer.js";
import { RandomWalk, type WalkRange } from "./random-walk.js";
import { roomTemperature } from "./simulated-thermometer.js";

/** Percent. */
const roomHumidity: WalkRange = Object.freeze({ lowest: 30, highest: 70, largestStep: 0.8 });
/** hPa */
const airPressure: WalkRange = Object.freeze({ lowest: 980, highest: 1040, largestStep: 0.3 });

/** The simulated room with its humidity, 30 to 70 %, and the pressure of the air, 980 to 1040 hPa. */
export class SimulatedClimate implements Thermometer {
	readonly #temperature: RandomWalk;
	readonly #humidity: RandomWalk;
	readonly #pressure: RandomWalk;

	constructor(random: Random) {
		this.#temperature = new RandomWalk(random, roomTemperature);
		this.#humidity = new RandomWalk(random, roomHumidity);
		this.#pressure = new RandomWalk(random, airPressure);
	}

	sample(): Promise<Sample> {
		return Promise.resolve({
			temperature: this.#temperature.next(),
			humidity: this.#humidity.next(),
			pressure: this.#pressure.next(),
		});
	}

	close(): void {}
}
