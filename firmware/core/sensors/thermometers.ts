import { DeviceError } from "../../ports/errors.js";
import type { Random } from "../../ports/random.js";
import type { PlatformSensors, SensorSettings, Thermometer } from "../../ports/thermometer.js";
import { SimulatedClimate } from "./simulated-climate.js";
import { SimulatedThermometer } from "./simulated-thermometer.js";

/** Sensors of this folder, which work on every platform, by the name a bootstrap gives. */
const everywhere: Readonly<Record<string, new (random: Random) => Thermometer>> = Object.freeze({
	simulated: SimulatedThermometer,
	simulatedClimate: SimulatedClimate,
});

/** Makes the `openThermometer` port: the sensors that work everywhere, and those of the platform; undefined: it has none. */
export function thermometers(
	platform: PlatformSensors | undefined,
	random: Random,
): (settings: SensorSettings) => Thermometer {
	return (settings) => {
		const { name } = settings;
		const Sensor = Object.hasOwn(everywhere, name) ? everywhere[name] : undefined;
		if (Sensor) return new Sensor(random);
		if (platform?.names.includes(name)) return platform.open(settings);
		const known = [...Object.keys(everywhere), ...(platform?.names ?? [])];
		const names = known.map((one) => `"${one}"`).join(", ");
		throw new DeviceError("sensor-unknown", `No sensor "${name}" on this platform: it has ${names}`);
	};
}
