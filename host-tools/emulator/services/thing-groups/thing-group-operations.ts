import { invalidRequest } from "../../aws-error.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import { readGroupProperties } from "../thing-group-properties.js";
import type { ThingGroup, ThingGroups } from "./thing-groups.js";

export function thingGroupOperations(groups: ThingGroups, tags: Tags): readonly Operation[] {
	const all = "/thing-groups";
	const one = "/thing-groups/{thingGroupName}";
	return [
		{ name: "CreateThingGroup", method: "POST", path: one, handle: (call) => createGroup(groups, tags, call) },
		{ name: "DescribeThingGroup", method: "GET", path: one, handle: (call) => describeGroup(groups, call) },
		{ name: "UpdateThingGroup", method: "PATCH", path: one, handle: (call) => updateGroup(groups, call) },
		{ name: "DeleteThingGroup", method: "DELETE", path: one, handle: (call) => deleteGroup(groups, tags, call) },
		{ name: "ListThingGroups", method: "GET", path: all, handle: (call) => listGroups(groups, call) },
	];
}

/** The shape of a group in lists. */
export function nameAndArn({ thingGroupName, thingGroupArn }: ThingGroup): { groupName: string; groupArn: string } {
	return { groupName: thingGroupName, groupArn: thingGroupArn };
}

function createGroup(groups: ThingGroups, tags: Tags, { path, body, scope }: ApiCall): Answer {
	const members = body();
	const given = tagsIn(members);
	const parentGroupName = members.string("parentGroupName");
	const { thingGroupName, thingGroupArn, thingGroupId } = groups.createThingGroup(path("thingGroupName"), {
		...readGroupProperties(members),
		...(parentGroupName !== undefined && { parentGroupName }),
		scope,
	});
	if (given.length > 0) tags.set(thingGroupArn, given);
	return { thingGroupName, thingGroupArn, thingGroupId };
}

function describeGroup(groups: ThingGroups, { path }: ApiCall): Answer {
	const group = groups.describeThingGroup(path("thingGroupName"));
	const { thingGroupName, thingGroupArn, thingGroupId, version, parentGroupName } = group;
	return {
		thingGroupName,
		thingGroupId,
		thingGroupArn,
		version,
		thingGroupProperties: {
			thingGroupDescription: group.description,
			attributePayload: { attributes: group.attributes },
		},
		thingGroupMetadata: {
			...(parentGroupName !== undefined && { parentGroupName }),
			rootToParentThingGroups: groups.ancestorsOf(group).toReversed().map(nameAndArn),
			creationDate: epochSeconds(group.creationDate),
		},
		...(group.dynamic !== undefined && { ...group.dynamic, status: groups.dynamicStatus(thingGroupName) }),
	};
}

function updateGroup(groups: ThingGroups, { path, body }: ApiCall): Answer {
	const members = body();
	const merge = members.object("thingGroupProperties")?.object("attributePayload")?.boolean("merge");
	const expectedVersion = members.integer("expectedVersion");
	const { version } = groups.updateThingGroup(path("thingGroupName"), {
		...readGroupProperties(members),
		...(merge !== undefined && { merge }),
		...(expectedVersion !== undefined && { expectedVersion }),
	});
	return { version };
}

function deleteGroup(groups: ThingGroups, tags: Tags, { path, query }: ApiCall): Answer {
	const present = groups.findThingGroup(path("thingGroupName"));
	if (present?.dynamic !== undefined) {
		throw invalidRequest("The thing group is dynamic: DeleteDynamicThingGroup deletes it");
	}
	groups.deleteThingGroup(path("thingGroupName"), query.integer("expectedVersion"));
	if (present !== undefined) tags.remove(present.thingGroupArn);
	return {};
}

/** `recursive` lists groups below children, too: the default for all groups, not for those of a parent (docs/aws-behaviour.md, "Thing types and groups"). */
function listGroups(groups: ThingGroups, call: ApiCall): Answer {
	const parent = call.query.string("parentGroup");
	const prefix = call.query.string("namePrefixFilter") ?? "";
	const recursive = call.query.boolean("recursive") ?? parent === undefined;
	if (parent !== undefined) groups.describeThingGroup(parent);
	const isBelow = (group: ThingGroup) =>
		group.parentGroupName === parent ||
		(recursive &&
			(parent === undefined || groups.ancestorsOf(group).some(({ thingGroupName }) => thingGroupName === parent)));
	const { items, next } = pageByToken(call, {
		from: groups.listThingGroups,
		where: (group) => group.thingGroupName.startsWith(prefix) && isBelow(group),
		keyOf: ({ thingGroupName }) => thingGroupName,
	});
	return { thingGroups: items.map(nameAndArn), nextToken: next };
}
