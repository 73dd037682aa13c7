import AHT10 from "embedded:sensor/Humidity-Temperature/AHT10";
import HTU21D from "embedded:sensor/Humidity-Temperature/HTU21D";
import SHT3x from "embedded:sensor/Humidity-Temperature/SHT3x";
import SHTC3 from "embedded:sensor/Humidity-Temperature/SHTC3";
import SI7020 from "embedded:sensor/Humidity-Temperature/SI7020";
import LM75 from "embedded:sensor/Temperature/LM75";
import TMP102 from "embedded:sensor/Temperature/TMP102";
import TMP117 from "embedded:sensor/Temperature/TMP117";
import type { I2CBus, Sensor, SensorConstructor } from "embedded:x-sensor";
import { DeviceError } from "../../core/errors.js";
import type { Thermometer } from "../../ports/thermometer.js";

const drivers: Readonly<Record<string, SensorConstructor>> = Object.freeze({
	aht10: AHT10,
	htu21d: HTU21D,
	lm75: LM75,
	sht3x: SHT3x,
	shtc3: SHTC3,
	si7020: SI7020,
	tmp102: TMP102,
	tmp117: TMP117,
});

/** An ECMA-419 driver of the SDK. Sampling blocks for up to 0.1 s: so the drivers are written. */
class SensorThermometer implements Thermometer {
	readonly #name: string;
	#sensor: Sensor | undefined;

	constructor(name: string, sensor: Sensor) {
		this.#name = name;
		this.#sensor = sensor;
	}

	async sample(): Promise<number> {
		let temperature: number | undefined;
		try {
			const sample = this.#sensor?.sample();
			temperature = sample?.thermometer?.temperature ?? sample?.temperature;
		} catch (thrown) {
			throw new DeviceError("sensor-failed", `${this.#name} does not answer on the I2C bus`, thrown);
		}
		// A driver leaves the value out when its checksum is wrong.
		if (temperature !== undefined && Number.isFinite(temperature)) return temperature;
		throw new DeviceError("sensor-failed", `${this.#name} gave no valid temperature`);
	}

	close(): void {
		this.#sensor?.close();
		this.#sensor = undefined;
	}
}

/** The sensors on the board's default I2C bus, by name. */
export function sensors(): ReadonlyMap<string, () => Thermometer> {
	return new Map(Object.entries(drivers).map(([name, driver]) => [name, () => open(name, driver)]));
}

function open(name: string, Driver: SensorConstructor): Thermometer {
	// Not every board of the SDK names a default bus, whatever the typings say.
	const bus = (device as { I2C?: { default?: I2CBus } }).I2C?.default;
	if (bus === undefined) {
		throw new DeviceError("sensor-unknown", `No I2C bus for ${name}: build for a board that has one, -p esp32/<board>`);
	}
	try {
		return new SensorThermometer(name, new Driver({ sensor: bus }));
	} catch (thrown) {
		throw new DeviceError("sensor-failed", `${name} does not answer on the I2C bus`, thrown);
	}
}
