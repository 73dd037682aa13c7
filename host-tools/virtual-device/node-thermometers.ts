import { SimulatedThermometer } from "../../firmware/core/simulated-thermometer.js";
import { DeviceError } from "../../firmware/ports/errors.js";
import type { SensorSettings, Thermometer } from "../../firmware/ports/thermometer.js";
import { nodeRandom } from "./node-random.js";

/** A host has no sensor of its own. Throws `sensor-unknown` for any name but `simulated`. */
export function openNodeThermometer({ name }: SensorSettings): Thermometer {
	if (name === "simulated") return new SimulatedThermometer(nodeRandom);
	throw new DeviceError("sensor-unknown", `A virtual device has no sensor "${name}"; use "simulated"`);
}
