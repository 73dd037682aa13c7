import { isJsonObject, type JsonObject } from "../../json-value.js";
import type { ShadowDocument } from "../shadow/shadows.js";
import type { Thing } from "../things/things.js";
import type { FieldValue, Searchable } from "./searchable.js";

/** What is known of a thing's connection: that of the client whose id is its name. */
export interface Connectivity {
	readonly connected: boolean;
	/** ms; of the latest connect or disconnect. */
	readonly timestamp: number;
	readonly disconnectReason?: string;
}

/** A thing with all that the index has of it; what is not indexed is undefined. */
export interface IndexedThing {
	readonly thing: Thing;
	/** Groups and billing group. */
	readonly groupNames: readonly string[];
	readonly shadow: ShadowDocument | undefined;
	readonly namedShadows: readonly ShadowDocument[];
	readonly connectivity: Connectivity | undefined;
}

/** The fields of a thing (AWS IoT developer guide, Managing thing indexing: managed and custom fields). */
export class ThingDocument implements Searchable {
	readonly indexed: IndexedThing;
	#fields: ReadonlyMap<string, readonly FieldValue[]> | undefined;

	constructor(indexed: IndexedThing) {
		this.indexed = indexed;
	}

	valuesOf(field: string): readonly FieldValue[] {
		const { thing, groupNames } = this.indexed;
		// The usual ones without all the others.
		if (field === "thingName") return [thing.thingName];
		if (field.startsWith("attributes.")) {
			const name = field.slice("attributes.".length);
			return Object.hasOwn(thing.attributes, name) ? [thing.attributes[name] ?? ""] : [];
		}
		if (field === "thingGroupNames") return groupNames;
		this.#fields ??= fieldsOf(this.indexed);
		return this.#fields.get(field) ?? this.#fields.get(`registry.${field}`) ?? [];
	}

	*allValues(): Iterable<FieldValue> {
		this.#fields ??= fieldsOf(this.indexed);
		for (const values of this.#fields.values()) yield* values;
	}

	/** The JSON text in which answers have the shadows; undefined when there are none. */
	shadowText(): string | undefined {
		const { shadow, namedShadows } = this.indexed;
		if (shadow === undefined && namedShadows.length === 0) return undefined;
		const named = Object.fromEntries(namedShadows.map((one) => [one.shadowName, shadowShown(one)]));
		return JSON.stringify({
			...(shadow !== undefined && shadowShown(shadow)),
			...(namedShadows.length > 0 && { name: named }),
		});
	}
}

function fieldsOf({ thing, groupNames, shadow, namedShadows, connectivity }: IndexedThing) {
	const fields = new Map<string, readonly FieldValue[]>([
		["thingName", [thing.thingName]],
		["thingId", [thing.thingId]],
		["registry.thingTypeName", thing.thingTypeName === undefined ? [] : [thing.thingTypeName]],
		["registry.thingGroupNames", groupNames],
		["registry.version", [thing.version]],
	]);
	for (const [name, value] of Object.entries(thing.attributes)) fields.set(`attributes.${name}`, [value]);
	if (shadow !== undefined) addLeaves(fields, "shadow", shadowShown(shadow));
	for (const one of namedShadows) addLeaves(fields, `shadow.name.${one.shadowName}`, shadowShown(one));
	if (connectivity !== undefined) {
		fields.set("connectivity.connected", [connectivity.connected]);
		fields.set("connectivity.timestamp", [connectivity.timestamp]);
		const { disconnectReason } = connectivity;
		if (disconnectReason !== undefined) fields.set("connectivity.disconnectReason", [disconnectReason]);
	}
	return fields;
}

function shadowShown({ state, metadata, version }: ShadowDocument): JsonObject {
	return { ...state, metadata, hasDelta: hasDelta(state), version };
}

/** Whether something that is desired is not reported so. */
function hasDelta({ desired = {}, reported = {} }: ShadowDocument["state"]): boolean {
	return differs(desired, reported);
}

function differs(desired: unknown, reported: unknown): boolean {
	if (isJsonObject(desired) && isJsonObject(reported)) {
		return Object.entries(desired).some(([key, value]) => differs(value, reported[key]));
	}
	return JSON.stringify(desired) !== JSON.stringify(reported);
}

/** Lists give the values of their members under the list's own name. */
function addLeaves(fields: Map<string, readonly FieldValue[]>, path: string, value: unknown): void {
	if (Array.isArray(value)) {
		for (const member of value) addLeaves(fields, path, member);
	} else if (isJsonObject(value)) {
		for (const [key, member] of Object.entries(value)) addLeaves(fields, `${path}.${key}`, member);
	} else if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
		fields.set(path, [...(fields.get(path) ?? []), value]);
	}
}
