import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { pageByToken, shortList } from "../../http/pages.js";
import { nameOrArn } from "../name-or-arn.js";
import { nameAndArn } from "./thing-group-operations.js";
import type { ThingGroups } from "./thing-groups.js";

/** `overrideDynamicGroups` is checked and changes nothing: a thing that is in ten groups joins no other. */
export function groupMemberOperations(groups: ThingGroups): readonly Operation[] {
	return [
		{
			name: "AddThingToThingGroup",
			method: "PUT",
			path: "/thing-groups/addThingToThingGroup",
			handle: (call) => change(call, (group, thing) => groups.addThingToThingGroup(group, thing)),
		},
		{
			name: "RemoveThingFromThingGroup",
			method: "PUT",
			path: "/thing-groups/removeThingFromThingGroup",
			handle: (call) => change(call, (group, thing) => groups.removeThingFromThingGroup(group, thing)),
		},
		{
			name: "UpdateThingGroupsForThing",
			method: "PUT",
			path: "/thing-groups/updateThingGroupsForThing",
			handle: (call) => updateGroups(groups, call),
		},
		{
			name: "ListThingsInThingGroup",
			method: "GET",
			path: "/thing-groups/{thingGroupName}/things",
			handle: (call) => listThings(groups, call),
		},
		{
			name: "ListThingGroupsForThing",
			method: "GET",
			path: "/things/{thingName}/thing-groups",
			handle: (call) => listGroups(groups, call),
		},
	];
}

function change(call: ApiCall, perform: (thingGroupName: string, thingName: string) => void): Answer {
	const members = call.body();
	perform(nameOrArn(call, members, "thinggroup", "thingGroup"), nameOrArn(call, members, "thing", "thing"));
	return {};
}

function updateGroups(groups: ThingGroups, { body }: ApiCall): Answer {
	const members = body();
	const thingName = members.requiredString("thingName");
	const toAdd = members.list("thingGroupsToAdd") ?? [];
	const toRemove = members.list("thingGroupsToRemove") ?? [];
	members.boolean("overrideDynamicGroups");
	groups.updateThingGroupsForThing(thingName, toAdd, toRemove);
	return {};
}

function listThings(groups: ThingGroups, call: ApiCall): Answer {
	const recursive = call.query.boolean("recursive") ?? false;
	const groupName = call.path("thingGroupName");
	const { items, next } = pageByToken(call, {
		from: (range) => groups.listThingsInThingGroup(groupName, recursive, range),
		keyOf: (thingName) => thingName,
	});
	return { things: items, nextToken: next };
}

function listGroups(groups: ThingGroups, call: ApiCall): Answer {
	const { items, next } = pageByToken(
		call,
		shortList(groups.listThingGroupsForThing(call.path("thingName")), ({ thingGroupName }) => thingGroupName),
	);
	return { thingGroups: items.map(nameAndArn), nextToken: next };
}
