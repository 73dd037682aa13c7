import type { ReadingEvent } from "../../base/shared-events.js";

/** What `watch` makes of the messages it receives, and of those it does not. */
export type WatchEvent = ReadingEvent | MalformedEvent | SilentEvent | UnheardEvent | ThingUnknownEvent;

/** A payload on the topic that is no reading. */
export interface MalformedEvent {
	readonly event: "malformed";
	readonly thingName: string;
	readonly topic: string;
	readonly message: string;
}

/** A thing has missed several of its intervals; once, until it is heard again. */
export interface SilentEvent {
	readonly event: "silent";
	readonly thingName: string;
	/** When its last message arrived, ISO 8601. */
	readonly lastHeard: string;
	/** How far apart its readings were. */
	readonly intervalMs: number;
}

/** Nothing has arrived at all since the subscription, for that long; once. */
export interface UnheardEvent {
	readonly event: "unheard";
	readonly filter: string;
	readonly seconds: number;
}

/** The registry knows no thing of the name that is watched. It may be provisioned yet. */
export interface ThingUnknownEvent {
	readonly event: "thing-unknown";
	readonly thingName: string;
}
