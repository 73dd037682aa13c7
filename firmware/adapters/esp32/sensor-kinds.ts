export interface SensorKind {
	/** What the SDK's driver talks to. */
	readonly bus: "i2c" | "smbus" | "analog";
	/** °C that its data sheet promises; anything beyond is a broken wire or sensor. */
	readonly lowest: number;
	readonly highest: number;
}

const kind = (bus: SensorKind["bus"], lowest: number, highest: number): SensorKind =>
	Object.freeze({ bus, lowest, highest });

/** The sensors a bootstrap may name, as the drivers of the SDK want to be connected. */
export const sensorKinds = Object.freeze({
	aht10: kind("i2c", -40, 85),
	am2320: kind("i2c", -40, 80),
	bme68x: kind("i2c", -40, 85),
	bmp180: kind("i2c", -40, 85),
	bmp280: kind("i2c", -40, 85),
	htu21d: kind("i2c", -40, 125),
	lm75: kind("smbus", -55, 125),
	ntcThermistor: kind("analog", -55, 125),
	sht3x: kind("i2c", -40, 125),
	shtc3: kind("i2c", -40, 125),
	si7020: kind("i2c", -40, 125),
	tmp102: kind("smbus", -40, 125),
	tmp117: kind("smbus", -55, 150),
});

export type SensorName = keyof typeof sensorKinds;
