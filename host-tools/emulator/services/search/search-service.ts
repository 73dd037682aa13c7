import { jsonRows } from "../../store/json-rows.js";
import type { Service, ServiceParts } from "../service.js";
import { type IndexConfiguration, nothingIndexed } from "./index-configuration.js";
import { indexOperations } from "./index-operations.js";
import { searchOperations } from "./search-operations.js";
import { ThingIndex } from "./thing-index.js";

/** Fleet indexing: things and thing groups found by a query, and counted (docs/aws-behaviour.md, "Fleet indexing"). */
export function searchService({
	stores,
	registry,
	connections,
	clock,
}: Pick<ServiceParts, "stores" | "registry" | "connections" | "clock">): Service {
	const { things, thingGroups, shadows, changes } = registry;
	const table = stores.registry.table<IndexConfiguration>("index-configuration", jsonRows("thingIndexingMode"));
	const configuration = () => table.get("configuration") ?? nothingIndexed;
	const index = new ThingIndex({
		things,
		changes,
		shadows,
		configuration,
		groupNamesOf: (thingName) =>
			thingGroups.listThingGroupsForThing(thingName).map(({ thingGroupName }) => thingGroupName),
		connectivityOf: (thingName) => connections.connectionOf(thingName) && { connected: true, timestamp: clock.now() },
	});
	return {
		name: "search",
		operations: [
			...indexOperations({ table, configuration, changes, checkSwitchOff: () => {} }),
			...searchOperations({ configuration, index, thingGroups }),
		],
		close: () => index.close(),
	};
}
