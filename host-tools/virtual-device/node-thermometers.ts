import { DeviceError } from "../../firmware/core/errors.js";
import { SimulatedThermometer } from "../../firmware/core/simulated-thermometer.js";
import type { Thermometer } from "../../firmware/ports/thermometer.js";
import { nodeRandom } from "./node-random.js";

/** A host has no sensor of its own. Throws `sensor-unknown` for any name but `simulated`. */
export function openNodeThermometer(sensor: string): Thermometer {
	if (sensor === "simulated") return new SimulatedThermometer(nodeRandom);
	throw new DeviceError("sensor-unknown", `A virtual device has no sensor "${sensor}"; use "simulated"`);
}
