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
import type { SensorKind } from "./sensor-options.js";

export interface DriverEntry extends SensorKind {
	readonly Driver: SensorConstructor;
}

function entry(
	Driver: SensorConstructor,
	bus: SensorKind["bus"],
	lowest: number,
	highest: number,
	percent = 1,
): DriverEntry {
	return Object.freeze({ Driver, bus, lowest, highest, percent });
}

/**
 * The sensors a bootstrap may name: driver of the SDK, what it talks to, range in °C. Another one needs a line here, its import, and its
 * manifest under `include` in manifest.json (docs/extending.md). Drivers answer humidity in percent and pressure in Pa, but the BME68x's
 * humidity is a fraction (read in the sources of SDK 8.2.3).
 */
export const sensorDrivers: Readonly<Record<string, DriverEntry>> = Object.freeze({
	aht10: entry(AHT10, "i2c", -40, 85),
	am2320: entry(AM2320, "i2c", -40, 80),
	bme68x: entry(BME68x, "i2c", -40, 85, 100),
	bmp180: entry(BMP180, "i2c", -40, 85),
	bmp280: entry(BMP280, "i2c", -40, 85),
	htu21d: entry(HTU21D, "i2c", -40, 125),
	lm75: entry(LM75, "smbus", -55, 125),
	ntcThermistor: entry(NTCThermistor, "analog", -55, 125),
	sht3x: entry(SHT3x, "i2c", -40, 125),
	shtc3: entry(SHTC3, "i2c", -40, 125),
	si7020: entry(SI7020, "i2c", -40, 125),
	tmp102: entry(TMP102, "smbus", -40, 125),
	tmp117: entry(TMP117, "smbus", -55, 150),
});
