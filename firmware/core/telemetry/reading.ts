import type { PayloadFormat } from "../settings/settings.js";
import type { Stamp } from "./run-clock.js";

/** A reading as it is kept until it is published. */
export interface StoredReading extends Stamp {
	/** Hundredths of a degree Celsius, an integer. */
	readonly hundredths: number;
	readonly sequence: number;
}

export interface Reading {
	/** Degrees Celsius, two decimals. */
	readonly temperature: number;
	/** 1, 2, 3, …: since the readings partition was begun, or, without one, since the device started. */
	readonly sequence: number;
	/** When it was taken, ms since 1970, a multiple of 10; undefined when nobody knows: the clock was never true in that run. */
	readonly time: number | undefined;
}

/** `origin`: when the run it was taken in started, hundredths of a second since 1970; undefined when that is not known. */
export function toReading({ hundredths, sequence, base, time }: StoredReading, origin: number | undefined): Reading {
	const temperature = hundredths / 100;
	if (base === "wall") return { temperature, sequence, time: time * 10 };
	const known = base === "run" && origin !== undefined;
	return { temperature, sequence, time: known ? (origin + time) * 10 : undefined };
}

/** ISO 8601, or undefined. */
export function timestampOf({ time }: Reading): string | undefined {
	return time === undefined ? undefined : new Date(time).toISOString();
}

/** `json`: temperature, unit, sequence, and timestamp where it is known; `raw`: the number alone, two decimals. */
export function formatReading(reading: Reading, format: PayloadFormat): string {
	const { temperature, sequence } = reading;
	if (format === "raw") return temperature.toFixed(2);
	return JSON.stringify({ temperature, unit: "celsius", sequence, timestamp: timestampOf(reading) });
}
