import { invalidRequest } from "../../aws-error.js";
import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import { readGroupProperties } from "../thing-group-properties.js";
import type { ThingGroups } from "../thing-groups/thing-groups.js";
import type { DynamicMembership } from "./dynamic-membership.js";
import type { IndexConfiguration } from "./index-configuration.js";
import { indexNames } from "./index-operations.js";
import { parseQuery } from "./query/parse-query.js";
import { asked, queryVersion } from "./search-operations.js";

export interface DynamicGroupParts {
	readonly thingGroups: ThingGroups;
	readonly tags: Tags;
	readonly membership: DynamicMembership;
	readonly configuration: () => IndexConfiguration;
}

/** Thing groups whose things a query finds. */
export function dynamicGroupOperations(parts: DynamicGroupParts): readonly Operation[] {
	const path = "/dynamic-thing-groups/{thingGroupName}";
	return [
		{ name: "CreateDynamicThingGroup", method: "POST", path, handle: (call) => create(parts, call) },
		{ name: "UpdateDynamicThingGroup", method: "PATCH", path, handle: (call) => update(parts, call) },
		{ name: "DeleteDynamicThingGroup", method: "DELETE", path, handle: (call) => remove(parts, call) },
	];
}

function create({ thingGroups, tags, membership, configuration }: DynamicGroupParts, call: ApiCall): Answer {
	const body = call.body();
	const given = tagsIn(body);
	const { indexName } = asked(configuration(), body);
	if (indexName !== indexNames.things) throw invalidRequest(`indexName must be ${indexNames.things}`);
	const dynamic = { indexName, queryString: body.requiredString("queryString"), queryVersion };
	const group = thingGroups.createThingGroup(call.path("thingGroupName"), {
		...readGroupProperties(body),
		dynamic,
		scope: call.scope,
	});
	if (given.length > 0) tags.set(group.thingGroupArn, given);
	membership.put(group, "BUILDING");
	const { thingGroupName, thingGroupArn, thingGroupId } = group;
	return { thingGroupName, thingGroupArn, thingGroupId, ...dynamic };
}

function update({ thingGroups, membership }: DynamicGroupParts, call: ApiCall): Answer {
	const body = call.body();
	const { dynamic } = thingGroups.describeThingGroup(call.path("thingGroupName"));
	if (dynamic === undefined) throw invalidRequest("The thing group is not dynamic: UpdateThingGroup changes it");
	const queryString = body.string("queryString") ?? dynamic.queryString;
	parseQuery(queryString);
	const merge = body.object("thingGroupProperties")?.object("attributePayload")?.boolean("merge");
	const expectedVersion = body.integer("expectedVersion");
	const group = thingGroups.updateThingGroup(call.path("thingGroupName"), {
		...readGroupProperties(body),
		dynamic: { ...dynamic, queryString },
		...(merge !== undefined && { merge }),
		...(expectedVersion !== undefined && { expectedVersion }),
	});
	if (queryString !== dynamic.queryString) membership.put(group, "REBUILDING");
	return { version: group.version };
}

function remove({ thingGroups, tags, membership }: DynamicGroupParts, { path, query }: ApiCall): Answer {
	const group = thingGroups.findThingGroup(path("thingGroupName"));
	if (group === undefined) return {};
	if (group.dynamic === undefined) throw invalidRequest("The thing group is not dynamic: DeleteThingGroup deletes it");
	thingGroups.deleteThingGroup(group.thingGroupName, query.integer("expectedVersion"));
	membership.remove(group.thingGroupName);
	tags.remove(group.thingGroupArn);
	return {};
}
