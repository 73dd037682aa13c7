/** ECMA-419 sensor drivers of the SDK, all untyped there. Only what firmware/adapters calls. */
declare module "embedded:x-sensor" {
	/** `io`, pins and port of an I2C bus, as `device.I2C.default` describes it. */
	export type I2CBus = Readonly<Record<string, unknown>>;

	export interface Sensor {
		/** Degrees Celsius; a driver that measures more than temperature nests it. Throws when the bus does not answer. */
		sample(): { temperature?: number; thermometer?: { temperature?: number } } | undefined;
		close(): void;
	}

	export type SensorConstructor = new (options: { sensor: I2CBus }) => Sensor;
}

declare module "embedded:sensor/*" {
	const Driver: import("embedded:x-sensor").SensorConstructor;
	export default Driver;
}
