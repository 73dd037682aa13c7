import type { JsonObject, JsonValue } from "../../json-value.js";
import { sectionOf, type UpdatedShadow } from "./device-shadows.js";
import type { Section } from "./merge-section.js";
import { deltaOf } from "./shadow-delta.js";
import type { ShadowError } from "./shadow-error.js";
import type { ShadowUpdate } from "./shadow-request.js";
import type { ShadowDocument } from "./shadows.js";

/** The bodies that the service answers and publishes, as AWS has them (developer guide, Device Shadow service documents). */

/** Of `get/accepted`. `timestamp`: of the answer, s. */
export function getDocument(shadow: ShadowDocument, timestamp: number): JsonObject {
	const { desired, reported } = shadow.state;
	const delta = deltaIn(shadow);
	return {
		state: { ...(desired && { desired }), ...(reported && { reported }), ...(delta && { delta: delta.state }) },
		metadata: { ...metadataOf(shadow), ...(delta && { delta: delta.metadata }) },
		version: shadow.version,
		timestamp,
	};
}

/** Of `update/accepted`: what the update said, nulls included. */
export function acceptedDocument({ state }: ShadowUpdate, { current, metadata }: UpdatedShadow): JsonObject {
	const { version, timestamp } = current;
	return { state: state as JsonValue, metadata, version, timestamp };
}

/** Of `update/delta`; undefined when desired and reported state agree. */
export function deltaDocument({ current }: UpdatedShadow): JsonObject | undefined {
	const { version, timestamp } = current;
	const delta = deltaIn(current);
	return delta && { version, timestamp, state: delta.state, metadata: delta.metadata };
}

/** Of `update/documents`. */
export function documentsDocument({ previous, current }: UpdatedShadow): JsonObject {
	return {
		previous: previous === undefined ? null : snapshot(previous),
		current: snapshot(current),
		timestamp: current.timestamp,
	};
}

/** Of `delete/accepted`: the version that was deleted. `timestamp`: of the answer, s. */
export function deletedDocument({ version }: ShadowDocument, timestamp: number): JsonObject {
	return { version, timestamp };
}

/** Of `…/rejected`. */
export function rejectedDocument({ code, message }: ShadowError): JsonObject {
	return { code, message };
}

function snapshot(shadow: ShadowDocument): JsonObject {
	return { state: { ...shadow.state }, metadata: metadataOf(shadow), version: shadow.version };
}

function metadataOf({ metadata }: ShadowDocument): JsonObject {
	return { ...metadata };
}

function deltaIn(shadow: ShadowDocument): Section | undefined {
	return deltaOf(sectionOf(shadow, "desired"), shadow.state.reported);
}
