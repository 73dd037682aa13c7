import { invalidRequest } from "../../aws-error.js";
import type { Members } from "../../http/members.js";

/** What is indexed; all is off until somebody says otherwise (API model, ThingIndexingConfiguration). */
export interface IndexConfiguration {
	readonly thingIndexingMode: "OFF" | "REGISTRY" | "REGISTRY_AND_SHADOW";
	readonly thingConnectivityIndexingMode: "OFF" | "STATUS";
	readonly deviceDefenderIndexingMode: "OFF" | "VIOLATIONS";
	readonly namedShadowIndexingMode: "OFF" | "ON";
	readonly namedShadowNames: readonly string[];
	readonly customFields: readonly IndexedField[];
	readonly thingGroupIndexingMode: "OFF" | "ON";
	readonly groupCustomFields: readonly IndexedField[];
}

export interface IndexedField {
	readonly name: string;
	readonly type: "Number" | "String" | "Boolean";
}

export const nothingIndexed: IndexConfiguration = Object.freeze({
	thingIndexingMode: "OFF",
	thingConnectivityIndexingMode: "OFF",
	deviceDefenderIndexingMode: "OFF",
	namedShadowIndexingMode: "OFF",
	namedShadowNames: [],
	customFields: [],
	thingGroupIndexingMode: "OFF",
	groupCustomFields: [],
});

/** AWS General Reference, fleet indexing quotas: custom fields of an index, and named shadows in it. */
const mostCustomFields = 5;
const mostNamedShadows = 10;

type ThingPart = Omit<IndexConfiguration, "thingGroupIndexingMode" | "groupCustomFields">;

/** `thingIndexingConfiguration` of UpdateIndexingConfiguration. A mode that is left out is off. */
export function readThingIndexing(members: Members): ThingPart {
	const thingIndexingMode = oneOf(members, "thingIndexingMode", ["OFF", "REGISTRY", "REGISTRY_AND_SHADOW"], true);
	const namedShadowIndexingMode = oneOf(members, "namedShadowIndexingMode", ["OFF", "ON"]);
	const namedShadowNames = members.object("filter")?.list("namedShadowNames") ?? [];
	const read: ThingPart = {
		thingIndexingMode,
		thingConnectivityIndexingMode: oneOf(members, "thingConnectivityIndexingMode", ["OFF", "STATUS"]),
		deviceDefenderIndexingMode: oneOf(members, "deviceDefenderIndexingMode", ["OFF", "VIOLATIONS"]),
		namedShadowIndexingMode,
		namedShadowNames,
		customFields: readFields(members),
	};
	const others = [read.thingConnectivityIndexingMode, read.deviceDefenderIndexingMode, namedShadowIndexingMode];
	if (thingIndexingMode === "OFF" && others.some((mode) => mode !== "OFF")) {
		throw invalidRequest("thingIndexingMode is OFF: nothing else of things can be indexed then");
	}
	if (namedShadowNames.length > mostNamedShadows) {
		throw invalidRequest(
			`filter.namedShadowNames has ${namedShadowNames.length} names: the limit is ${mostNamedShadows}`,
		);
	}
	if (namedShadowIndexingMode === "ON" && namedShadowNames.length === 0) {
		throw invalidRequest("namedShadowIndexingMode is ON: filter.namedShadowNames must say which shadows");
	}
	return read;
}

/** `thingGroupIndexingConfiguration` of UpdateIndexingConfiguration. */
export function readGroupIndexing(
	members: Members,
): Pick<IndexConfiguration, "thingGroupIndexingMode" | "groupCustomFields"> {
	return {
		thingGroupIndexingMode: oneOf(members, "thingGroupIndexingMode", ["OFF", "ON"], true),
		groupCustomFields: readFields(members),
	};
}

function oneOf<T extends string>(members: Members, name: string, values: readonly [T, ...T[]], required = false): T {
	const value = required ? members.requiredString(name) : (members.string(name) ?? values[0]);
	const known = values.find((one) => one === value);
	if (known === undefined)
		throw invalidRequest(`${name} must be ${values.join(" or ")}: it is ${JSON.stringify(value.slice(0, 64))}`);
	return known;
}

function readFields(members: Members): readonly IndexedField[] {
	const fields = members.objects("customFields") ?? [];
	if (fields.length > mostCustomFields) {
		throw invalidRequest(`customFields has ${fields.length} fields: the limit is ${mostCustomFields}`);
	}
	return fields.map((field) => {
		const name = field.requiredString("name");
		if (name.length === 0 || name.length > 1024) throw invalidRequest("customFields: a name has 1 to 1024 characters");
		return { name, type: oneOf(field, "type", ["Number", "String", "Boolean"], true) };
	});
}
