import { invalidRequest } from "../../aws-error.js";
import type { Members } from "../../http/members.js";
import type { ApiCall, Operation } from "../../http/operation.js";
import { type PageSize, pageByBodyInTurns } from "../../http/pages.js";
import type { ThingGroups } from "../thing-groups/thing-groups.js";
import { aggregations } from "./aggregations.js";
import { GroupDocument } from "./group-document.js";
import { inSlices } from "./in-slices.js";
import type { IndexConfiguration } from "./index-configuration.js";
import { checkIndex, indexNames } from "./index-operations.js";
import { matchesQuery } from "./query/match-query.js";
import { parseQuery } from "./query/parse-query.js";
import type { Query } from "./query/query.js";
import type { Searchable } from "./searchable.js";
import type { ThingDocument } from "./thing-document.js";
import { ThingIndex } from "./thing-index.js";

export const queryVersion = "2017-09-30";
/** API reference, SearchIndex: results in a page. */
const pageSize: PageSize = { largest: 100, usual: 100 };

export interface SearchParts {
	readonly configuration: () => IndexConfiguration;
	readonly index: ThingIndex;
	readonly thingGroups: Pick<ThingGroups, "listThingGroups" | "ancestorsOf">;
}

export function searchOperations(parts: SearchParts): readonly Operation[] {
	const { configuration } = parts;
	const found = (call: ApiCall): AsyncIterable<Searchable> => {
		const { indexName, query } = asked(configuration(), call.body());
		return indexName === indexNames.things ? parts.index.search(query) : searchGroups(parts, query);
	};
	const operations: readonly Operation[] = [
		{ name: "SearchIndex", method: "POST", path: "/indices/search", handle: (call) => search(parts, call) },
		...aggregations(found, configuration),
	];
	return operations.map((operation) => ({
		...operation,
		async handle(call) {
			if (configuration().thingIndexingMode !== "OFF") await parts.index.ready();
			return operation.handle(call);
		},
	}));
}

/** Throws as the operations do: a version that is not there, an index that is off, a query that cannot be read. */
export function asked(
	configuration: IndexConfiguration,
	body: Pick<Members, "string" | "requiredString">,
): { readonly indexName: string; readonly query: Query } {
	const version = body.string("queryVersion") ?? queryVersion;
	if (version !== queryVersion) throw invalidRequest(`queryVersion must be ${queryVersion}`);
	const indexName = body.string("indexName") ?? indexNames.things;
	const text = body.requiredString("queryString");
	checkIndex(configuration, indexName);
	return { indexName, query: parseQuery(text) };
}

async function search(parts: SearchParts, call: ApiCall): Promise<object> {
	const { indexName, query } = asked(parts.configuration(), call.body());
	if (indexName === indexNames.things) {
		const sorted = {
			from: ({ after }: { readonly after?: string | undefined }) => parts.index.search(query, after),
			keyOf: ThingIndex.keyOf,
		};
		const { items, next } = await pageByBodyInTurns(call, sorted, pageSize);
		return { things: items.map(shownThing), thingGroups: [], nextToken: next };
	}
	const sorted = {
		from: ({ after }: { readonly after?: string | undefined }) => searchGroups(parts, query, after),
		keyOf: ({ group }: GroupDocument) => group.thingGroupName,
	};
	const { items, next } = await pageByBodyInTurns(call, sorted, pageSize);
	return { things: [], thingGroups: items.map(shownGroup), nextToken: next };
}

async function* searchGroups(
	{ thingGroups }: SearchParts,
	query: Query,
	after?: string,
): AsyncGenerator<GroupDocument, void> {
	const groups = inSlices(
		(last) => thingGroups.listThingGroups({ after: last }),
		({ thingGroupName }) => thingGroupName,
		after,
	);
	for await (const group of groups) {
		const parents = thingGroups.ancestorsOf(group).map(({ thingGroupName }) => thingGroupName);
		const document = new GroupDocument(group, parents);
		if (matchesQuery(query, document)) yield document;
	}
}

function shownThing(document: ThingDocument): object {
	const { thing, groupNames, connectivity } = document.indexed;
	const { thingName, thingId, thingTypeName, attributes } = thing;
	const shadow = document.shadowText();
	return {
		thingName,
		thingId,
		thingTypeName,
		...(groupNames.length > 0 && { thingGroupNames: groupNames }),
		attributes,
		...(shadow !== undefined && { shadow }),
		...(connectivity !== undefined && { connectivity }),
	};
}

function shownGroup({ group, parentGroupNames }: GroupDocument): object {
	const { thingGroupName, thingGroupId, description, attributes } = group;
	return { thingGroupName, thingGroupId, thingGroupDescription: description, attributes, parentGroupNames };
}
