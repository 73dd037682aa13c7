import Analog from "embedded:io/analog";
import I2C from "embedded:io/i2c";
import SMBus from "embedded:io/smbus";
import BME68x from "embedded:sensor/Barometer-Humidity-Temperature/BME68x";
import BMP180 from "embedded:sensor/Barometer-Temperature/BMP180";
import BMP280 from "embedded:sensor/Barometer-Temperature/BMP280";
import AHT10 from "embedded:sensor/Humidity-Temperature/AHT10";
import AM2320 from "embedded:sensor/Humidity-Temperature/AM2320";
import HTU21D from "embedded:sensor/Humidity-Temperature/HTU21D";
import SHT3x from "embedded:sensor/Humidity-Temperature/SHT3x";
import SHTC3 from "embedded:sensor/Humidity-Temperature/SHTC3";
import SI7020 from "embedded:sensor/Humidity-Temperature/SI7020";
import LM75 from "embedded:sensor/Temperature/LM75";
import NTCThermistor from "embedded:sensor/Temperature/NTC_Thermistor";
import TMP102 from "embedded:sensor/Temperature/TMP102";
import TMP117 from "embedded:sensor/Temperature/TMP117";
import type { SensorConstructor } from "embedded:x-sensor";
import type { SensorSettings, Thermometer } from "../../ports/thermometer.js";
import { type SensorKind, type SensorName, sensorKinds } from "./sensor-kinds.js";
import { type Bus, sensorOptions } from "./sensor-options.js";
import { type SensorIo, SensorThermometer } from "./sensor-thermometer.js";

const drivers: Readonly<Record<SensorName, SensorConstructor>> = Object.freeze({
	aht10: AHT10,
	am2320: AM2320,
	bme68x: BME68x,
	bmp180: BMP180,
	bmp280: BMP280,
	htu21d: HTU21D,
	lm75: LM75,
	ntcThermistor: NTCThermistor,
	sht3x: SHT3x,
	shtc3: SHTC3,
	si7020: SI7020,
	tmp102: TMP102,
	tmp117: TMP117,
});

type IoConstructor = new (options: object) => SensorIo;

const ios: Readonly<Record<SensorKind["bus"], IoConstructor>> = Object.freeze({
	analog: Analog as unknown as IoConstructor,
	i2c: I2C as unknown as IoConstructor,
	smbus: SMBus as unknown as IoConstructor,
});

/** The sensors by name. */
export function sensors(): ReadonlyMap<string, (settings: SensorSettings) => Thermometer> {
	const names = Object.keys(drivers) as SensorName[];
	return new Map(names.map((name) => [name, (settings) => open(name, settings)]));
}

function open(name: SensorName, settings: SensorSettings): Thermometer {
	const kind = sensorKinds[name];
	// Not every board of the SDK names a bus, whatever the typings say.
	const options = sensorOptions(settings, kind, (device as { I2C?: { default?: Bus } }).I2C?.default);
	const Driver = drivers[name];
	return new SensorThermometer(name, kind, (onError, keep) => {
		const io = keeping(ios[kind.bus], keep);
		return new Driver({ sensor: { ...options, io }, onError });
	});
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
