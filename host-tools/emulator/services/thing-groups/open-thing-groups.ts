import { randomUUID } from "node:crypto";
import { arn } from "../../arn.js";
import { AwsError, invalidRequest } from "../../aws-error.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import { mostAttributes, sameAttributes, updateAttributes } from "../attributes.js";
import { checkDescription, checkRoom, checkThingGroupName, checkVersion } from "../checks.js";
import { groupMembers } from "./group-members.js";
import { ancestorsOf, childrenOf, existingGroup, type ThingGroupState } from "./thing-group-state.js";
import type { DynamicStatus, ThingGroup, ThingGroupProperties, ThingGroups } from "./thing-groups.js";

/** Ours. */
const mostGroups = 10_000;
/** Groups within each other, and groups directly within one (docs/aws-behaviour.md, "Thing types and groups"). */
const mostLevels = 7;
const mostChildren = 100;

type NewGroup = NonNullable<Parameters<ThingGroups["createThingGroup"]>[1]>;
type GroupUpdate = Parameters<ThingGroups["updateThingGroup"]>[1];

/** Thing groups in `store`. Throws when a kept row is none of this version. */
export function openThingGroups({
	store,
	...shared
}: Omit<ThingGroupState, "groups"> & { readonly store: Store }): ThingGroups {
	const rows = jsonRows<ThingGroup>("thingGroupName", { parentGroupName: undefined, dynamic: undefined });
	const state: ThingGroupState = {
		...shared,
		groups: store.table("thing-group", rows, { orderOf: ({ thingGroupName }) => thingGroupName }),
	};
	const unfinished = new Map<string, DynamicStatus>();
	return {
		createThingGroup: (thingGroupName, options = {}) => createGroup(state, thingGroupName, options),
		describeThingGroup: (thingGroupName) => existingGroup(state, thingGroupName),
		findThingGroup: (thingGroupName) => state.groups.get(thingGroupName),
		listThingGroups: (range) => state.groups.inOrder(range),
		ancestorsOf: (group) => ancestorsOf(state, group),
		updateThingGroup: (thingGroupName, update) => updateGroup(state, thingGroupName, update),
		deleteThingGroup: (thingGroupName, expectedVersion) => deleteGroup(state, thingGroupName, expectedVersion),
		dynamicStatus: (thingGroupName) => unfinished.get(thingGroupName) ?? "ACTIVE",
		setDynamicStatus(thingGroupName, status) {
			if (status === "ACTIVE") unfinished.delete(thingGroupName);
			else unfinished.set(thingGroupName, status);
		},
		...groupMembers(state),
	};
}

function createGroup(state: ThingGroupState, thingGroupName: string, options: NewGroup): ThingGroup {
	const { parentGroupName, description = "", dynamic, scope = state.home } = options;
	const thingGroupArn = arn(scope, "thinggroup", checkThingGroupName(thingGroupName));
	const attributes = groupAttributes({}, options.attributes ?? {}, false);
	checkDescription("thingGroupDescription", description);
	const present = state.groups.get(thingGroupName);
	if (present !== undefined) {
		const same = present.parentGroupName === parentGroupName && present.description === description;
		const sameQuery = present.dynamic?.queryString === dynamic?.queryString;
		if (same && sameQuery && sameAttributes(present.attributes, attributes)) return present;
		throw new AwsError(
			"ResourceAlreadyExistsException",
			`Thing Group ${thingGroupName} already exists in current account with different properties`,
			{ resourceId: present.thingGroupId, resourceArn: present.thingGroupArn },
		);
	}
	if (parentGroupName !== undefined) checkParent(state, parentGroupName);
	checkRoom("thing groups", state.groups.size, mostGroups);
	const thingGroupId = randomUUID();
	const creationDate = state.clock.now();
	return keep(state, {
		thingGroupName,
		thingGroupArn,
		thingGroupId,
		parentGroupName,
		description,
		attributes,
		dynamic,
		version: 1,
		creationDate,
	});
}

function checkParent(state: ThingGroupState, parentGroupName: string): void {
	const parent = state.groups.get(checkThingGroupName(parentGroupName));
	if (parent === undefined) throw invalidRequest(`The parent group "${parentGroupName}" does not exist`);
	if (parent.dynamic !== undefined)
		throw invalidRequest(`Thing group "${parentGroupName}" is dynamic: it has no child groups`);
	if (ancestorsOf(state, parent).length + 2 > mostLevels) {
		throw invalidRequest(`Thing group "${parentGroupName}" is ${mostLevels} levels deep already, which is the limit`);
	}
	if (childrenOf(state, parentGroupName).length >= mostChildren) {
		throw invalidRequest(`Thing group "${parentGroupName}" has ${mostChildren} child groups, which is the limit`);
	}
}

function updateGroup(state: ThingGroupState, thingGroupName: string, update: GroupUpdate): ThingGroup {
	const present = existingGroup(state, thingGroupName);
	checkVersion(`Thing group "${thingGroupName}"`, present.version, update.expectedVersion);
	const { description = present.description, attributes, merge = false, dynamic } = update;
	if (present.dynamic !== undefined && dynamic === undefined) {
		throw invalidRequest(`Thing group "${thingGroupName}" is dynamic: UpdateDynamicThingGroup changes it`);
	}
	checkDescription("thingGroupDescription", description);
	return keep(state, {
		...present,
		description,
		attributes: attributes === undefined ? present.attributes : groupAttributes(present.attributes, attributes, merge),
		dynamic,
		version: present.version + 1,
	});
}

function groupAttributes(
	present: Readonly<Record<string, string>>,
	update: NonNullable<ThingGroupProperties["attributes"]>,
	merge: boolean,
) {
	return updateAttributes(present, update, { merge, most: mostAttributes.typed });
}

function deleteGroup(state: ThingGroupState, thingGroupName: string, expectedVersion: number | undefined): void {
	const group = state.groups.get(checkThingGroupName(thingGroupName));
	if (!group) return;
	checkVersion(`Thing group "${thingGroupName}"`, group.version, expectedVersion);
	const children = childrenOf(state, thingGroupName).length;
	if (children > 0) {
		throw invalidRequest(
			`Cannot delete thing group : ${thingGroupName} when there are still child groups attached to it. It has ${children}: delete them first`,
		);
	}
	for (const thingName of [...state.groupMembers.rightsOf(thingGroupName)]) {
		state.groupMembers.remove(thingGroupName, thingName);
	}
	const { thingGroupArn } = group;
	for (const policyName of [...state.policyTargets.leftsOf(thingGroupArn)]) {
		state.policyTargets.remove(policyName, thingGroupArn);
	}
	state.groups.delete(thingGroupName);
	state.changes.announce({ kind: "thing-group", name: thingGroupName });
}

function keep({ groups, changes }: ThingGroupState, group: ThingGroup): ThingGroup {
	const row = Object.freeze(group);
	groups.set(row.thingGroupName, row);
	changes.announce({ kind: "thing-group", name: row.thingGroupName });
	return row;
}
