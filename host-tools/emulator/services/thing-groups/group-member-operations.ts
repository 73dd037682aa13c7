import { type ArnKind, nameOfArn } from "../../arn.js";
import { invalidRequest, quote } from "../../aws-error.js";
import type { Members } from "../../http/members.js";
import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { pageByToken, shortList } from "../../http/pages.js";
import { nameAndArn } from "./thing-group-operations.js";
import type { ThingGroups } from "./thing-groups.js";

/** `overrideDynamicGroups` changes nothing: there are no dynamic groups. */
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
	perform(nameIn(call, members, "thinggroup", "thingGroup"), nameIn(call, members, "thing", "thing"));
	return {};
}

/** A name that is given as such, by ARN, or both ways alike. */
function nameIn({ scope }: ApiCall, members: Members, kind: ArnKind, member: string): string {
	const nameMember = `${member}Name`;
	const arnMember = `${member}Arn`;
	const name = members.string(nameMember);
	const arn = members.string(arnMember);
	if (arn === undefined) return members.requiredString(nameMember);
	const named = nameOfArn(kind, arn, scope.accountId);
	if (named === undefined) {
		throw invalidRequest(`${arnMember} must be the ARN of a ${kind} of this account: it is ${quote(arn)}`);
	}
	if (name === undefined || name === named) return named;
	throw invalidRequest(`${nameMember} and ${arnMember} name different ones: give one of them`);
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
