/** What a sensor is wired to; `none`: it needs no wires. */
export type SensorBus = "none" | "i2c" | "smbus" | "analog";

/**
 * The sensors that firmware of this repository has on a chip, by the name a bootstrap gives: those of firmware/core/sensors, and the
 * drivers of firmware/adapters/esp32/sensor-drivers.ts, which only a chip can load.
 */
export const knownSensors: Readonly<Record<string, SensorBus>> = Object.freeze({
	simulated: "none",
	simulatedClimate: "none",
	aht10: "i2c",
	am2320: "i2c",
	bme68x: "i2c",
	bmp180: "i2c",
	bmp280: "i2c",
	htu21d: "i2c",
	lm75: "smbus",
	ntcThermistor: "analog",
	sht3x: "i2c",
	shtc3: "i2c",
	si7020: "i2c",
	tmp102: "smbus",
	tmp117: "smbus",
});
