import type { ThingsmithEvent } from "../operations/events.js";

/** What an event is for people, without a line end; neither member where there is nothing to say. */
export interface EventText {
	/** For stdout. */
	readonly data?: string;
	/** For stderr. */
	readonly message?: string;
}

/** The event of that name. */
export type EventNamed<Name extends ThingsmithEvent["event"]> = Extract<ThingsmithEvent, { event: Name }>;
