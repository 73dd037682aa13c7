import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type JsonObject } from "../../json-value.js";
import type { Section } from "./merge-section.js";

/** The members of `desired` that are missing in `reported` or differ there, with their metadata; undefined when there are none. */
export function deltaOf(desired: Section | undefined, reported: JsonObject = {}): Section | undefined {
	if (desired === undefined) return undefined;
	const state: [string, JsonObject[string]][] = [];
	const metadata: [string, JsonObject[string]][] = [];
	for (const [name, wanted] of Object.entries(desired.state)) {
		const stamped = desired.metadata[name] ?? {};
		const is = Object.hasOwn(reported, name) ? reported[name] : undefined;
		if (isJsonObject(wanted) && isJsonObject(is) && isJsonObject(stamped)) {
			const inner = deltaOf({ state: wanted, metadata: stamped }, is);
			if (inner === undefined) continue;
			state.push([name, inner.state]);
			metadata.push([name, inner.metadata]);
		} else if (!isDeepStrictEqual(wanted, is)) {
			state.push([name, wanted]);
			metadata.push([name, stamped]);
		}
	}
	if (state.length === 0) return undefined;
	return { state: Object.fromEntries(state), metadata: Object.fromEntries(metadata) };
}
