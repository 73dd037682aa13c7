/** Which sensor, and where it is wired to. */
export interface SensorSettings {
	/** A driver's name, or `simulated`. */
	readonly name: string;
	/** GPIO of an I2C sensor's SDA; undefined: the board's default bus. */
	readonly data?: number | undefined;
	/** GPIO of an I2C sensor's SCL; undefined: the board's default bus. */
	readonly clock?: number | undefined;
	/** I2C address, 8 to 119; undefined: the driver's default. */
	readonly address?: number | undefined;
	/** I2C clock, 10,000 to 1,000,000 Hz; undefined: the driver's default. */
	readonly hertz?: number | undefined;
	/** GPIO of an analog sensor. */
	readonly pin?: number | undefined;
}

/** What a sensor measures at a time. Every one measures the temperature; what it does not measure besides is absent. */
export interface Sample {
	/** Degrees Celsius. */
	readonly temperature: number;
	/** Relative humidity, percent. */
	readonly humidity?: number | undefined;
	/** Of the air where the sensor is, hPa. */
	readonly pressure?: number | undefined;
}

/** A sensor of temperature, which may measure more. */
export interface Thermometer {
	/** Rejects with `sensor-failed`; the next call may succeed. */
	sample(): Promise<Sample>;

	/** May be called twice; throws nothing. */
	close(): void;
}

/** The sensors that only this platform has. */
export interface PlatformSensors {
	/** What a bootstrap may name. */
	readonly names: readonly string[];

	/** Opens one of `names`. Throws DeviceError `sensor-failed` when it does not answer, `sensor-unknown` where there is nothing to connect it to. */
	open(settings: SensorSettings): Thermometer;
}
