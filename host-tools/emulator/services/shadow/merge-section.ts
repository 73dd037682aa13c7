import { isJsonObject, type JsonObject, type JsonValue } from "../../json-value.js";

/** A section of a shadow, and when its members were last set: each value of `state` is `{ timestamp }` in `metadata`. */
export interface Section {
	readonly state: JsonObject;
	readonly metadata: JsonObject;
}

const empty: Section = Object.freeze({ state: Object.freeze({}), metadata: Object.freeze({}) });

/** What a section is after an update at `timestamp` (s); undefined when nothing is left of it. Takes no array apart. */
export function mergeSection(present: Section | undefined, patch: JsonObject, timestamp: number): Section | undefined {
	const merged = merge(present ?? empty, patch, timestamp);
	return isEmpty(merged.state) ? undefined : merged;
}

/** What metadata looks like for all of a value that was set at `timestamp` (s), members that were removed included. */
export function stamp(value: JsonValue, timestamp: number): JsonValue {
	if (Array.isArray(value)) return value.map((item) => stamp(item, timestamp));
	if (!isJsonObject(value)) return { timestamp };
	return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, stamp(member, timestamp)]));
}

/** Members come by way of maps: one may be called `__proto__`. */
function merge(present: Section, patch: JsonObject, timestamp: number): Section {
	const state = new Map(Object.entries(present.state));
	const metadata = new Map(Object.entries(present.metadata));
	for (const [name, value] of Object.entries(patch)) {
		const merged = mergeMember({ state: state.get(name), metadata: metadata.get(name) }, value, timestamp);
		if (merged === undefined) {
			state.delete(name);
			metadata.delete(name);
		} else {
			state.set(name, merged.state);
			metadata.set(name, merged.metadata);
		}
	}
	return { state: Object.fromEntries(state), metadata: Object.fromEntries(metadata) };
}

interface Member {
	readonly state: JsonValue;
	readonly metadata: JsonValue;
}

function mergeMember(
	{ state, metadata }: { readonly [part in keyof Member]: JsonValue | undefined },
	value: JsonValue,
	timestamp: number,
): Member | undefined {
	if (value === null) return undefined;
	if (!isJsonObject(value)) return { state: value, metadata: stamp(value, timestamp) };
	if (isJsonObject(state) && isJsonObject(metadata)) return merge({ state, metadata }, value, timestamp);
	const fresh = merge(empty, value, timestamp);
	// An object of nothing but nulls is not put there; an empty one is.
	return isEmpty(fresh.state) && !isEmpty(value) ? undefined : fresh;
}

function isEmpty(value: JsonObject): boolean {
	return Object.keys(value).length === 0;
}
