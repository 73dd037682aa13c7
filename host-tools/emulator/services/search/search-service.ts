import { invalidRequest } from "../../aws-error.js";
import type { Connections } from "../../broker/connections.js";
import { jsonRows } from "../../store/json-rows.js";
import { PastConnections } from "../past-connections.js";
import type { Service, ServiceParts } from "../service.js";
import { thingOfConnection } from "../thing-of-connection.js";
import { dynamicGroupOperations } from "./dynamic-group-operations.js";
import { DynamicMembership } from "./dynamic-membership.js";
import { fleetMetricOperations } from "./fleet-metric-operations.js";
import { FleetMetrics } from "./fleet-metrics.js";
import { type IndexConfiguration, nothingIndexed } from "./index-configuration.js";
import { indexOperations } from "./index-operations.js";
import { searchOperations } from "./search-operations.js";
import type { Connectivity } from "./thing-document.js";
import { ThingIndex } from "./thing-index.js";

/** Fleet indexing: things and thing groups found by a query, and counted (docs/aws-behaviour.md, "Fleet indexing"). */
export function searchService({
	store,
	registry,
	connections,
	clock,
	metrics,
}: Pick<ServiceParts, "store" | "registry" | "connections" | "clock" | "metrics">): Service {
	const { things, thingGroups, billingGroups, shadows, tags, changes } = registry;
	const table = store.table<IndexConfiguration>("index-configuration", jsonRows("thingIndexingMode"));
	const past = new PastConnections({ clock, thingOf: (connection) => thingOfConnection(registry, connection) });
	const unfollow = connections.follow(past);
	const configuration = () => table.get("configuration") ?? nothingIndexed;
	const index = new ThingIndex({
		things,
		changes,
		shadows,
		configuration,
		groupNamesOf(thingName) {
			const groups = thingGroups.listThingGroupsForThing(thingName).map(({ thingGroupName }) => thingGroupName);
			return [...groups, billingGroups.billingGroupOf(thingName) ?? []].flat();
		},
		connectivityOf: (thingName) => connectivityOf(thingName, connections, past),
	});
	const thingNames = () => Array.from(things.listThings(), ({ thingName }) => thingName);
	const membership = new DynamicMembership({ groups: thingGroups, index, thingNames, changes, connections, metrics });
	const checkSwitchOff = () => {
		const dynamic = [...thingGroups.listThingGroups()].find((group) => group.dynamic !== undefined);
		if (dynamic === undefined) return;
		throw invalidRequest(`Thing group "${dynamic.thingGroupName}" is dynamic and needs the index: delete it first`);
	};
	return {
		name: "search",
		operations: [
			...indexOperations({ table, configuration, changes, checkSwitchOff }),
			...searchOperations({ configuration, index, thingGroups }),
			...fleetMetricOperations({ metrics: new FleetMetrics(store, clock), tags, configuration }),
			...dynamicGroupOperations({ thingGroups, tags, membership, configuration }),
		],
		close() {
			unfollow();
			membership.close();
			index.close();
		},
	};
}

function connectivityOf(
	thingName: string,
	connections: Pick<Connections, "connectionOf">,
	past: PastConnections,
): Connectivity | undefined {
	const clientId = past.clientIdOf(thingName);
	const present = connections.connectionOf(clientId);
	if (present !== undefined) return { connected: true, timestamp: present.facts.connectedAt };
	const last = past.of(clientId);
	return last && { connected: false, timestamp: last.disconnectedAt, disconnectReason: last.reason };
}
