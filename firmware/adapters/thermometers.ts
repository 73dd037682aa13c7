import { DeviceError } from "../core/errors.js";
import { SimulatedThermometer } from "../core/simulated-thermometer.js";
import type { Random } from "../ports/random.js";
import type { Thermometer } from "../ports/thermometer.js";

/** Makes the `openThermometer` port: `simulated` everywhere, and the sensors this platform drives. */
export function thermometers(
	sensors: ReadonlyMap<string, () => Thermometer>,
	random: Random,
): (sensor: string) => Thermometer {
	return (sensor) => {
		if (sensor === "simulated") return new SimulatedThermometer(random);
		const open = sensors.get(sensor);
		if (open === undefined) {
			const names = ["simulated", ...sensors.keys()].join(", ");
			throw new DeviceError("sensor-unknown", `No sensor "${sensor}" on this platform: it has ${names}`);
		}
		return open();
	};
}
