import { DeviceError } from "../../ports/errors.js";
import type { Sample, Thermometer } from "../../ports/thermometer.js";
import type { SensorKind } from "./sensor-options.js";

/** What drivers of ECMA-419 answer; one that measures more than temperature nests it. */
export interface DriverSample {
	readonly temperature?: number;
	/** °C */
	readonly thermometer?: { readonly temperature?: number };
	/** In the driver's own unit: see `percent` of its SensorKind. */
	readonly hygrometer?: { readonly humidity?: number };
	/** Pa */
	readonly barometer?: { readonly pressure?: number };
}

export interface SensorDriver {
	/** Throws when the bus does not answer. Undefined: nothing new was measured. */
	sample(): DriverSample | undefined;
	/** Throws when the bus does not answer. */
	close(): void;
}

/** Bus or pin. */
export interface SensorIo {
	/** May be called twice. */
	close(): void;
}

/** Makes the driver, which tells about checksums through `onError` and hands its connection to `keep` as soon as it has one. */
export type OpenDriver = (onError: (message: unknown) => void, keep: (io: SensorIo) => void) => SensorDriver;

/** A driver of the SDK. Opening and sampling block for up to 0.4 s: so the drivers are written. */
export class SensorThermometer implements Thermometer {
	readonly #name: string;
	readonly #kind: SensorKind;
	readonly #driver: SensorDriver;
	#ios: SensorIo[] = [];
	#error: unknown;

	/** Throws DeviceError `sensor-failed` when the sensor does not answer; nothing stays open then. */
	constructor(name: string, kind: SensorKind, open: OpenDriver) {
		this.#name = name;
		this.#kind = kind;
		const onError = (message: unknown) => {
			this.#error = message;
		};
		try {
			this.#driver = open(onError, (io) => this.#ios.push(io));
		} catch (thrown) {
			this.#closeIos();
			throw new DeviceError("sensor-failed", `${name} does not answer: check wiring and address`, thrown);
		}
	}

	async sample(): Promise<Sample> {
		// What a driver says about another sensor at its address, it says while it is made.
		const sample = this.#ask();
		const temperature = sample?.thermometer?.temperature ?? sample?.temperature;
		if (this.#error !== undefined) {
			const message = `${this.#name}: ${String(this.#error)}`;
			this.#error = undefined;
			throw new DeviceError("sensor-failed", message);
		}
		if (temperature === undefined) throw new DeviceError("sensor-failed", `${this.#name} gave no temperature`);
		const { lowest, highest, percent } = this.#kind;
		if (temperature >= lowest && temperature <= highest) {
			const humidity = sample?.hygrometer?.humidity;
			const pressure = sample?.barometer?.pressure;
			return {
				temperature,
				humidity: humidity === undefined ? undefined : humidity * percent,
				pressure: pressure === undefined ? undefined : pressure / 100,
			};
		}
		const range = `${lowest} to ${highest} °C`;
		throw new DeviceError("sensor-failed", `${this.#name} measured ${temperature} °C, which is not within ${range}`);
	}

	close(): void {
		if (this.#ios.length === 0) return;
		try {
			this.#driver.close();
		} catch {
			// It wanted to send the sensor to sleep, which is gone.
		}
		this.#closeIos();
	}

	#ask(): DriverSample | undefined {
		try {
			return this.#driver.sample();
		} catch (thrown) {
			const said = this.#error === undefined ? "" : ` (${String(this.#error)})`;
			this.#error = undefined;
			throw new DeviceError("sensor-failed", `${this.#name} does not answer${said}`, thrown);
		}
	}

	/** Whatever the driver did: a bus that stays open keeps its pins and its address. */
	#closeIos(): void {
		const ios = this.#ios;
		this.#ios = [];
		for (const io of ios) {
			try {
				io.close();
			} catch {
				// Closed by its driver.
			}
		}
	}
}
