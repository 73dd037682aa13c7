import type { PayloadFormat } from "../settings/settings.js";
import type { Measured } from "./measured.js";
import type { Stamp } from "./run-clock.js";

/** A reading as it is kept until it is published. */
export interface StoredReading extends Stamp, Measured {
	readonly sequence: number;
}

export interface Reading {
	/** Degrees Celsius, two decimals. */
	readonly temperature: number;
	/** 1, 2, 3, …: since the readings partition was begun, or, without one, since the device started. */
	readonly sequence: number;
	/** When it was taken, ms since 1970, a multiple of 10; undefined when nobody knows: the clock was never true in that run. */
	readonly time: number | undefined;
	/** Relative humidity, percent, two decimals; absent where the sensor does not measure it. */
	readonly humidity?: number;
	/** Of the air, hPa, two decimals; absent where the sensor does not measure it. */
	readonly pressure?: number;
}

/** `origin`: when the run it was taken in started, hundredths of a second since 1970; undefined when that is not known. */
export function toReading(stored: StoredReading, origin: number | undefined): Reading {
	const { hundredths, humidity, pascals, sequence } = stored;
	const reading: { -readonly [Member in keyof Reading]: Reading[Member] } = {
		temperature: hundredths / 100,
		sequence,
		time: timeOf(stored, origin),
	};
	if (humidity !== undefined) reading.humidity = humidity / 100;
	if (pascals !== undefined) reading.pressure = pascals / 100;
	return reading;
}

function timeOf({ base, time }: Stamp, origin: number | undefined): number | undefined {
	if (base === "wall") return time * 10;
	return base === "run" && origin !== undefined ? (origin + time) * 10 : undefined;
}

/** ISO 8601, or undefined. */
export function timestampOf({ time }: Reading): string | undefined {
	return time === undefined ? undefined : new Date(time).toISOString();
}

/**
 * `json`: temperature and its unit, humidity in percent and pressure in hPa where they were measured, sequence, and timestamp where it is
 * known; `raw`: the temperature alone, two decimals.
 */
export function formatReading(reading: Reading, format: PayloadFormat): string {
	const { temperature, humidity, pressure, sequence } = reading;
	if (format === "raw") return temperature.toFixed(2);
	return JSON.stringify({
		temperature,
		unit: "celsius",
		humidity,
		pressure,
		sequence,
		timestamp: timestampOf(reading),
	});
}
