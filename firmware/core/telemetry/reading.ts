import type { Clock } from "../../ports/clock.js";
import type { PayloadFormat } from "../settings.js";

export interface Reading {
	/** Degrees Celsius, two decimals. */
	readonly temperature: number;
	/** 1 for the first reading since the device started, then 2, 3, … */
	readonly sequence: number;
	/** `Clock.ticks()` when it was taken: the wall clock may not be true yet then. */
	readonly ticks: number;
}

/** When a reading was taken, ISO 8601. Only after `Clock.synchronize()`. */
export function readingTime({ ticks }: Reading, clock: Clock): string {
	return new Date(Math.round(clock.now() - (clock.ticks() - ticks))).toISOString();
}

/** `json`: temperature, unit, sequence, timestamp (ISO 8601); `raw`: the number alone, two decimals. */
export function formatReading(reading: Reading, timestamp: string, format: PayloadFormat): string {
	const { temperature, sequence } = reading;
	if (format === "raw") return temperature.toFixed(2);
	return JSON.stringify({ temperature, unit: "celsius", sequence, timestamp });
}

/** Replaces `{thingName}` in a topic template. */
export function readingTopic(template: string, thingName: string): string {
	return template.split("{thingName}").join(thingName);
}
