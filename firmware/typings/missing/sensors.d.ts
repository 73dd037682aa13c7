/** ECMA-419 sensor drivers of the SDK, all untyped there. Only what firmware/adapters calls. */
declare module "embedded:x-sensor" {
	export interface Sensor {
		/** Degrees Celsius; a driver that measures more than temperature nests it. Throws when the bus does not answer. */
		sample():
			| {
					temperature?: number;
					thermometer?: { temperature?: number };
					/** Percent; the BME68x's is a fraction. */
					hygrometer?: { humidity?: number };
					/** Pa */
					barometer?: { pressure?: number };
			  }
			| undefined;
		close(): void;
	}

	/** `sensor` holds `io`, a constructor, and the options it is called with. */
	export type SensorConstructor = new (options: {
		sensor: Readonly<Record<string, unknown>>;
		onError: (message: unknown) => void;
	}) => Sensor;
}

declare module "embedded:sensor/*" {
	const Driver: import("embedded:x-sensor").SensorConstructor;
	export default Driver;
}
