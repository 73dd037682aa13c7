import type { ReadingEvent } from "../../base/shared-events.js";

/** What `watch` makes of the messages it receives. */
export type WatchEvent = ReadingEvent | MalformedEvent;

/** A payload on the topic that is no reading. */
export interface MalformedEvent {
	readonly event: "malformed";
	readonly thingName: string;
	readonly topic: string;
	readonly message: string;
}
