import { invalidRequest } from "../../aws-error.js";
import { OrderedKeys } from "../../store/ordered-keys.js";
import { checkRoom } from "../checks.js";
import { ancestorsOf, childrenOf, existingGroup, type ThingGroupState } from "./thing-group-state.js";
import type { ThingGroup, ThingGroups } from "./thing-groups.js";

/** AWS: 10. */
const mostGroupsOfThing = 10;
/** Ours; pairs of group and thing. */
const mostPairs = 200_000;

type GroupMembers = Pick<
	ThingGroups,
	| "addThingToThingGroup"
	| "removeThingFromThingGroup"
	| "updateThingGroupsForThing"
	| "listThingGroupsForThing"
	| "groupsFrom"
	| "countThingsInThingGroup"
	| "listThingsInThingGroup"
	| "setDynamicMember"
>;

export function groupMembers(state: ThingGroupState): GroupMembers {
	const { groupMembers: relation, things } = state;
	return {
		addThingToThingGroup(thingGroupName, thingName) {
			refuseDynamic(state, thingGroupName);
			join(state, thingGroupName, thingName);
		},
		removeThingFromThingGroup(thingGroupName, thingName) {
			refuseDynamic(state, thingGroupName);
			leave(state, thingGroupName, thingName);
		},
		setDynamicMember(thingGroupName, thingName, belongs) {
			if (!belongs) leave(state, thingGroupName, thingName);
			else if (!relation.has(thingGroupName, thingName) && relation.leftsOf(thingName).size < mostGroupsOfThing) {
				join(state, thingGroupName, thingName);
			}
			return relation.has(thingGroupName, thingName);
		},
		updateThingGroupsForThing: (thingName, toAdd, toRemove) => update(state, thingName, toAdd, toRemove),
		listThingGroupsForThing: (thingName) => groupsOf(state, things.describeThing(thingName).thingName),
		groupsFrom: (thingGroupName) => groupsFrom(state, existingGroup(state, thingGroupName).thingGroupName),
		countThingsInThingGroup: (thingGroupName) => {
			return relation.rightsOf(existingGroup(state, thingGroupName).thingGroupName).size;
		},
		listThingsInThingGroup: (thingGroupName, recursive = false, range = {}) => {
			existingGroup(state, thingGroupName);
			const isAlone = !recursive || childrenOf(state, thingGroupName).length === 0;
			if (isAlone) return relation.rightsInOrder(thingGroupName, range);
			return new OrderedKeys(namesIn(state, thingGroupName)).from(range.after, range.descending);
		},
	};
}

function refuseDynamic(state: ThingGroupState, thingGroupName: string): void {
	if (existingGroup(state, thingGroupName).dynamic === undefined) return;
	throw invalidRequest(`Thing group "${thingGroupName}" is dynamic: its query says which things are in it`);
}

/** Returns whether it changed anything. */
function join(state: ThingGroupState, thingGroupName: string, thingName: string): boolean {
	const { groupMembers: relation, things, changes } = state;
	const group = existingGroup(state, thingGroupName);
	things.describeThing(thingName);
	if (relation.has(thingGroupName, thingName)) return false;
	checkHierarchies(state, group, thingName);
	if (relation.leftsOf(thingName).size >= mostGroupsOfThing) {
		throw invalidRequest(`Thing "${thingName}" is in ${mostGroupsOfThing} groups, which is the limit`);
	}
	checkRoom("memberships of things in groups", relation.size, mostPairs);
	relation.add(thingGroupName, thingName);
	changes.announce({ kind: "thing-group", name: thingGroupName, thingName });
	return true;
}

function leave(state: ThingGroupState, thingGroupName: string, thingName: string): boolean {
	existingGroup(state, thingGroupName);
	state.things.describeThing(thingName);
	if (!state.groupMembers.remove(thingGroupName, thingName)) return false;
	state.changes.announce({ kind: "thing-group", name: thingGroupName, thingName });
	return true;
}

function update(
	state: ThingGroupState,
	thingName: string,
	toAdd: readonly string[],
	toRemove: readonly string[],
): void {
	const both = toAdd.find((name) => toRemove.includes(name));
	if (both !== undefined) throw invalidRequest(`Thing group "${both}" is to be added and removed`);
	state.things.describeThing(thingName);
	for (const name of [...toAdd, ...toRemove]) refuseDynamic(state, name);
	const undo: (() => void)[] = [];
	try {
		for (const name of toRemove) {
			if (leave(state, name, thingName)) undo.push(() => join(state, name, thingName));
		}
		for (const name of toAdd) {
			if (join(state, name, thingName)) undo.push(() => leave(state, name, thingName));
		}
	} catch (error) {
		for (const step of undo.reverse()) step();
		throw error;
	}
}

function groupsOf(state: ThingGroupState, thingName: string): readonly ThingGroup[] {
	return [...state.groupMembers.leftsOf(thingName)].sort().map((name) => existingGroup(state, name));
}

/** Of the group and all below it. */
function namesIn(state: ThingGroupState, thingGroupName: string): ReadonlySet<string> {
	const names = new Set<string>();
	for (const group of groupsFrom(state, thingGroupName)) {
		for (const name of state.groupMembers.rightsOf(group)) names.add(name);
	}
	return names;
}

function groupsFrom(state: ThingGroupState, thingGroupName: string): readonly string[] {
	const below = childrenOf(state, thingGroupName).flatMap((child) => groupsFrom(state, child.thingGroupName));
	return [thingGroupName, ...below];
}

/** A thing is in one group of each hierarchy (docs/aws-behaviour.md, "Thing types and groups"). */
function checkHierarchies(state: ThingGroupState, group: ThingGroup, thingName: string): void {
	const rootOf = (one: ThingGroup) => ancestorsOf(state, one).at(-1) ?? one;
	const root = rootOf(group);
	const other = groupsOf(state, thingName).find((one) => rootOf(one) === root);
	if (other === undefined) return;
	throw invalidRequest(
		`Thing "${thingName}" is in group "${other.thingGroupName}" of the same hierarchy as "${group.thingGroupName}": remove it there first`,
	);
}
