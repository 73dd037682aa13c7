import type { PayloadFormat } from "../settings.js";

export interface Reading {
	/** Degrees Celsius, two decimals. */
	readonly temperature: number;
	/** 1 for the first reading since the device started, then 2, 3, … */
	readonly sequence: number;
	/** ms since 1970 */
	readonly takenAt: number;
}

/** `json`: temperature, unit, sequence, timestamp; `raw`: the number alone, two decimals. */
export function formatReading(reading: Reading, format: PayloadFormat): string {
	const { temperature, sequence, takenAt } = reading;
	if (format === "raw") return temperature.toFixed(2);
	return JSON.stringify({ temperature, unit: "celsius", sequence, timestamp: new Date(takenAt).toISOString() });
}

/** Replaces `{thingName}` in a topic template. */
export function readingTopic(template: string, thingName: string): string {
	return template.split("{thingName}").join(thingName);
}
