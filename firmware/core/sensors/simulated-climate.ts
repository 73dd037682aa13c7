import type { Random } from "../../ports/random.js";
import type { Sample, Thermometer } from "../../ports/thermometer.js";
import { RandomWalk } from "./random-walk.js";
import { SimulatedThermometer } from "./simulated-thermometer.js";

/** The simulated room with its humidity, 30 to 70 %, and the pressure of the air, 980 to 1040 hPa. */
export class SimulatedClimate implements Thermometer {
	readonly #thermometer: Thermometer;
	readonly #humidity: RandomWalk;
	readonly #pressure: RandomWalk;

	constructor(random: Random) {
		this.#thermometer = new SimulatedThermometer(random);
		this.#humidity = new RandomWalk(random, { lowest: 30, highest: 70, largestStep: 0.8 });
		this.#pressure = new RandomWalk(random, { lowest: 980, highest: 1040, largestStep: 0.3 });
	}

	async sample(): Promise<Sample> {
		const { temperature } = await this.#thermometer.sample();
		return { temperature, humidity: this.#humidity.next(), pressure: this.#pressure.next() };
	}

	close(): void {}
}
