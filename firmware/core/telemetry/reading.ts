import type { Clock } from "../../ports/clock.js";
import { DeviceError } from "../errors.js";
import type { PayloadFormat } from "../settings.js";
import { utf8Length } from "../utf8-length.js";

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

/** AWS IoT's limit, bytes: it disconnects a client that publishes to a longer topic. */
const longestTopic = 256;

/** Replaces `{thingName}` in a topic template. Throws `bootstrap-invalid` when the topic gets too long. */
export function readingTopic(template: string, thingName: string): string {
	const topic = template.split("{thingName}").join(thingName);
	const length = utf8Length(topic);
	if (length <= longestTopic) return topic;
	const message = `Bootstrap member "topic" has ${length} bytes with the thing's name, at most ${longestTopic} are allowed`;
	throw new DeviceError("bootstrap-invalid", `${message}; write a new bootstrap`);
}
