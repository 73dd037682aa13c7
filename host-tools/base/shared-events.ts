import type { ToolError } from "./tool-error.js";

/** Events that more than one wing reports. What one wing alone reports, it declares itself. */

/** Text for people; not part of the `--json` output. */
export interface NoteEvent {
	readonly event: "note";
	readonly text: string;
}

/** A reading, from a device's own log or as `watch` received it. */
export interface ReadingEvent {
	readonly event: "reading";
	/** Whose log; absent from `watch`. */
	readonly device?: string | undefined;
	readonly thingName: string;
	/** °C */
	readonly temperature: number;
	/** Relative humidity, percent; absent where the sensor does not measure it. */
	readonly humidity?: number | undefined;
	/** hPa; absent where the sensor does not measure it. */
	readonly pressure?: number | undefined;
	/** Absent with payload format `raw`. */
	readonly sequence?: number | undefined;
	/** ISO 8601 */
	readonly timestamp?: string | undefined;
	/** `watch`: readings that should have come between the one before and this one. */
	readonly missed?: number | undefined;
	/** `watch`: this reading was received before. */
	readonly duplicate?: true | undefined;
	/** `watch`: the device began counting anew, so nothing is known to be missed. */
	readonly restarted?: true | undefined;
}

export interface FailedEvent {
	readonly event: "failed";
	/** Which of several devices. */
	readonly device?: string | undefined;
	readonly code: string;
	readonly message: string;
	/** What to try next. */
	readonly next?: string | undefined;
}

/** An error as an event. `device`: instead of the one that the error names. */
export function failedEvent({ code, message, next, device: named }: ToolError, device = named): FailedEvent {
	return { event: "failed", device, code, message, next };
}
