import { notFound, quote } from "../../aws-error.js";
import type { ApiCall, Operation } from "../../http/operation.js";
import { pageByToken, shortList } from "../../http/pages.js";
import type { Table } from "../../store/table.js";
import type { ChangeFeed } from "../changes.js";
import { type IndexConfiguration, readGroupIndexing, readThingIndexing } from "./index-configuration.js";
import { groupManagedFields, managedFields } from "./managed-fields.js";

export const indexNames = Object.freeze({ things: "AWS_Things", groups: "AWS_ThingGroups" });

export interface IndexOperationsParts {
	readonly table: Table<IndexConfiguration>;
	readonly configuration: () => IndexConfiguration;
	readonly changes: Pick<ChangeFeed, "announce">;
	/** Throws an AwsError where indexing cannot be switched off. */
	readonly checkSwitchOff: () => void;
}

/** What is indexed, and which indices there are: here they are complete at once. */
export function indexOperations(parts: IndexOperationsParts): readonly Operation[] {
	const { configuration } = parts;
	return [
		{
			name: "GetIndexingConfiguration",
			method: "GET",
			path: "/indexing/config",
			handle: () => shownConfiguration(configuration()),
		},
		{
			name: "UpdateIndexingConfiguration",
			method: "POST",
			path: "/indexing/config",
			handle: (call) => update(parts, call),
		},
		{
			name: "ListIndices",
			method: "GET",
			path: "/indices",
			handle: (call) => {
				const { items, next } = pageByToken(
					call,
					shortList(presentIndices(configuration()), (name) => name),
				);
				return { indexNames: items, nextToken: next };
			},
		},
		{
			name: "DescribeIndex",
			method: "GET",
			path: "/indices/{indexName}",
			handle: ({ path }) => describe(configuration(), path("indexName")),
		},
	];
}

/** Throws ResourceNotFoundException, in AWS's words as others have seen them (docs/aws-behaviour.md, "Fleet indexing"). */
export function checkIndex(configuration: IndexConfiguration, indexName: string): void {
	if (!presentIndices(configuration).includes(indexName)) throw notFound(`Index ${quote(indexName)} does not exist`);
}

function presentIndices({ thingIndexingMode, thingGroupIndexingMode }: IndexConfiguration): readonly string[] {
	return [
		...(thingIndexingMode === "OFF" ? [] : [indexNames.things]),
		...(thingGroupIndexingMode === "OFF" ? [] : [indexNames.groups]),
	];
}

function describe(configuration: IndexConfiguration, indexName: string): object {
	checkIndex(configuration, indexName);
	return { indexName, indexStatus: "ACTIVE", schema: schemaOf(configuration, indexName) };
}

function schemaOf(configuration: IndexConfiguration, indexName: string): string {
	if (indexName === indexNames.groups) return "THING_GROUPS";
	const { thingIndexingMode, thingConnectivityIndexingMode, deviceDefenderIndexingMode, namedShadowIndexingMode } =
		configuration;
	if (deviceDefenderIndexingMode !== "OFF" || namedShadowIndexingMode !== "OFF") return "MULTI_INDEXING_MODE";
	return thingConnectivityIndexingMode === "OFF" ? thingIndexingMode : `${thingIndexingMode}_AND_CONNECTIVITY_STATUS`;
}

function update({ table, configuration, changes, checkSwitchOff }: IndexOperationsParts, { body }: ApiCall): object {
	const members = body();
	const things = members.object("thingIndexingConfiguration");
	const groups = members.object("thingGroupIndexingConfiguration");
	const row: IndexConfiguration = {
		...configuration(),
		...(things && readThingIndexing(things)),
		...(groups && readGroupIndexing(groups)),
	};
	if (row.thingIndexingMode === "OFF") checkSwitchOff();
	table.set("configuration", Object.freeze(row));
	changes.announce({ kind: "index", name: indexNames.things });
	return {};
}

function shownConfiguration(configuration: IndexConfiguration): object {
	const { namedShadowNames, customFields, thingGroupIndexingMode, groupCustomFields, ...modes } = configuration;
	const areGroups = thingGroupIndexingMode === "ON";
	return {
		thingIndexingConfiguration: {
			...modes,
			managedFields: managedFields(configuration),
			customFields,
			...(namedShadowNames.length > 0 && { filter: { namedShadowNames } }),
		},
		thingGroupIndexingConfiguration: {
			thingGroupIndexingMode,
			managedFields: areGroups ? groupManagedFields : [],
			customFields: groupCustomFields,
		},
	};
}
