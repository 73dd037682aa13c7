import type { JsonObject } from "../../json-value.js";

/** What a shadow says of its thing (AWS IoT developer guide, Device Shadow service documents). */
export interface ShadowDocument {
	readonly thingName: string;
	/** Undefined for the classic, unnamed shadow. */
	readonly shadowName: string | undefined;
	readonly state: { readonly desired?: JsonObject; readonly reported?: JsonObject };
	/** A leaf of `state` is `{ timestamp }` here, in seconds. */
	readonly metadata: { readonly desired?: JsonObject; readonly reported?: JsonObject };
	/** Starts at 1, one more with each update, and goes on where it was after a delete. */
	readonly version: number;
	/** Seconds since 1970, of the last update. */
	readonly timestamp: number;
}

/** The shadows as other services read them. A thing need not be there for its shadow to be. */
export interface Shadows {
	/** Undefined when there is none, or it was deleted. */
	findShadow(thingName: string, shadowName?: string): ShadowDocument | undefined;
	/** Names of the named shadows that are there, sorted. */
	listNamedShadows(thingName: string): Iterable<string>;
}
