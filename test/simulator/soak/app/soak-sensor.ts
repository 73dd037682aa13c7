import { DeviceError } from "firmware/ports/errors";
import type { Sample, Thermometer } from "firmware/ports/thermometer";
import type { SensorFailure } from "../task.js";

const nonsense = 999;

/** A sensor whose answers can be told apart, and which fails when told to. */
export class SoakSensor {
	/** Good answers so far. */
	answers = 0;
	failure: SensorFailure | undefined;

	open(): Thermometer {
		if (this.failure === "missing") throw new DeviceError("sensor-failed", "The sensor is not there");
		return { sample: () => this.#sample(), close: () => {} };
	}

	#sample(): Promise<Sample> {
		if (this.failure === "nonsense") return Promise.resolve({ temperature: nonsense });
		if (this.failure === "silence") return new Promise(() => {});
		if (this.failure !== undefined) return Promise.reject(new DeviceError("sensor-failed", "The sensor fails"));
		this.answers += 1;
		return Promise.resolve({ temperature: temperatureOf(this.answers) });
	}
}

/** °C of the good answer with that number, from 1 on: 10.00 to 29.99. */
function temperatureOf(answer: number): number {
	return (1000 + (answer % 2000)) / 100;
}
