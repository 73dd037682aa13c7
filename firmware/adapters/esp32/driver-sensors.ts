import Analog from "embedded:io/analog";
import I2C from "embedded:io/i2c";
import SMBus from "embedded:io/smbus";
import { DeviceError } from "../../ports/errors.js";
import type { PlatformSensors, SensorSettings, Thermometer } from "../../ports/thermometer.js";
import { sensorDrivers } from "./sensor-drivers.js";
import { type Bus, type SensorKind, sensorOptions } from "./sensor-options.js";
import { type SensorIo, SensorThermometer } from "./sensor-thermometer.js";

type IoConstructor = new (options: object) => SensorIo;

const ios: Readonly<Record<SensorKind["bus"], IoConstructor>> = Object.freeze({
	analog: Analog as unknown as IoConstructor,
	i2c: I2C as unknown as IoConstructor,
	smbus: SMBus as unknown as IoConstructor,
});

/** The sensors that drivers of the SDK talk to. */
export class DriverSensors implements PlatformSensors {
	get names(): readonly string[] {
		return Object.keys(sensorDrivers);
	}

	open(settings: SensorSettings): Thermometer {
		const { name } = settings;
		const entry = sensorDrivers[name];
		if (!entry) throw new DeviceError("sensor-unknown", `There is no driver for a sensor "${name}"`);
		// Not every board of the SDK names a bus, whatever the typings say.
		const options = sensorOptions(settings, entry, (device as { I2C?: { default?: Bus } }).I2C?.default);
		return new SensorThermometer(name, entry, (onError, keep) => {
			const io = keeping(ios[entry.bus], keep);
			return new entry.Driver({ sensor: { ...options, io }, onError });
		});
	}
}

/** Drivers make their connection themselves, and lose it when they fail. */
function keeping(Io: IoConstructor, keep: (io: SensorIo) => void): IoConstructor {
	return class {
		constructor(options: object) {
			const io = new Io(options);
			keep(io);
			// biome-ignore lint/correctness/noConstructorReturn: the driver gets the SDK's own object, which its C code knows
			return io;
		}

		close(): void {}
	};
}
