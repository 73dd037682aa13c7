import type { Connections } from "../../broker/connections.js";
import type { JsonObject, JsonValue } from "../../json-value.js";
import type { Registry } from "../registry.js";
import type { Shadows } from "../shadow/shadows.js";
import type { Lookups } from "./sql/message-context.js";
import type { SqlValue } from "./sql/values.js";

export interface LookupParts {
	readonly registry: Pick<Registry, "things" | "thingGroups"> & { readonly shadows?: Shadows };
	readonly connections: Pick<Connections, "connectionOf">;
}

/** What SQL asks the registry and the connections for; Lambda functions are asked by `lambda`. */
export function lookupsOf({ registry, connections }: LookupParts, lambda: Lookups["lambda"]): Lookups {
	return {
		shadow: (thingName, shadowName) => shadowOf(registry.shadows, thingName, shadowName),
		registry: (operation, thingName) => registryData(registry, operation, thingName),
		lambda,
		addressOf: (clientId) => connections.connectionOf(clientId)?.ipAddress,
	};
}

function shadowOf(shadows: Shadows | undefined, thingName: string, shadowName: string | undefined): SqlValue {
	const document = shadows?.findShadow(thingName, shadowName);
	if (document === undefined) return undefined;
	const { state, metadata, version, timestamp } = document;
	return { state: { ...state }, metadata: { ...metadata }, version, timestamp };
}

function registryData({ things, thingGroups }: LookupParts["registry"], operation: string, name: string): SqlValue {
	const thing = things.findThing(name);
	if (thing === undefined) return undefined;
	if (operation === "ListThingGroupsForThing") {
		const groups = thingGroups.listThingGroupsForThing(name);
		return {
			thingGroups: groups.map(({ thingGroupName, thingGroupArn }): JsonValue => {
				return { groupName: thingGroupName, groupArn: thingGroupArn };
			}),
		};
	}
	if (operation !== "DescribeThing") return undefined;
	const { thingName, thingId, thingArn, thingTypeName, attributes, version } = thing;
	const described: JsonObject = { defaultClientId: thingName, thingName, thingId, thingArn, version };
	return { ...described, attributes: { ...attributes }, ...(thingTypeName !== undefined && { thingTypeName }) };
}
