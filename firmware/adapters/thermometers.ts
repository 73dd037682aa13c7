import { SimulatedThermometer } from "../core/simulated-thermometer.js";
import { DeviceError } from "../ports/errors.js";
import type { Random } from "../ports/random.js";
import type { SensorSettings, Thermometer } from "../ports/thermometer.js";

/** Makes the `openThermometer` port: `simulated` everywhere, and the sensors this platform drives. */
export function thermometers(
	sensors: ReadonlyMap<string, (sensor: SensorSettings) => Thermometer>,
	random: Random,
): (sensor: SensorSettings) => Thermometer {
	return (sensor) => {
		if (sensor.name === "simulated") return new SimulatedThermometer(random);
		const open = sensors.get(sensor.name);
		if (open === undefined) {
			const names = ["simulated", ...sensors.keys()].join(", ");
			throw new DeviceError("sensor-unknown", `No sensor "${sensor.name}" on this platform: it has ${names}`);
		}
		return open(sensor);
	};
}
