import type { IndexConfiguration, IndexedField } from "./index-configuration.js";

/** What AWS indexes by itself in each mode (AWS IoT developer guide, Managing thing indexing). */
const registry: readonly IndexedField[] = [
	{ name: "thingName", type: "String" },
	{ name: "thingId", type: "String" },
	{ name: "registry.version", type: "Number" },
	{ name: "registry.thingTypeName", type: "String" },
	{ name: "registry.thingGroupNames", type: "String" },
];
const shadow: readonly IndexedField[] = [
	{ name: "shadow.version", type: "Number" },
	{ name: "shadow.hasDelta", type: "Boolean" },
];
const connectivity: readonly IndexedField[] = [
	{ name: "connectivity.connected", type: "Boolean" },
	{ name: "connectivity.timestamp", type: "Number" },
	{ name: "connectivity.version", type: "Number" },
	{ name: "connectivity.disconnectReason", type: "String" },
];
const violations: readonly IndexedField[] = [{ name: "deviceDefender.violationCount", type: "Number" }];

export const groupManagedFields: readonly IndexedField[] = [
	{ name: "version", type: "Number" },
	{ name: "parentGroupNames", type: "String" },
	{ name: "thingGroupName", type: "String" },
	{ name: "thingGroupDescription", type: "String" },
	{ name: "thingGroupId", type: "String" },
];

export function managedFields(configuration: IndexConfiguration): readonly IndexedField[] {
	if (configuration.thingIndexingMode === "OFF") return [];
	return [
		...registry,
		...(configuration.thingIndexingMode === "REGISTRY_AND_SHADOW" ? shadow : []),
		...(configuration.thingConnectivityIndexingMode === "STATUS" ? connectivity : []),
		...(configuration.deviceDefenderIndexingMode === "VIOLATIONS" ? violations : []),
		...(configuration.namedShadowIndexingMode === "ON"
			? configuration.namedShadowNames.map(
					(name): IndexedField => ({ name: `shadow.name.${name}.hasDelta`, type: "Boolean" }),
				)
			: []),
	];
}
