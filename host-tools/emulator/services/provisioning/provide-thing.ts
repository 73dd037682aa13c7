import type { ArnScope } from "../../arn.js";
import type { Registry } from "../registry.js";
import type { ThingGroups } from "../thing-groups/thing-groups.js";
import type { Thing, ThingUpdate } from "../things/things.js";
import { ProvisioningRejection } from "./rejection.js";
import type { PlannedThing } from "./template/evaluate-template.js";

type Parts = Pick<Registry, "things" | "thingGroups">;

/**
 * Makes the thing, or lets the template's OverrideSettings decide on one that is there. `scope` is that of a thing that is made; `undo` gets what
 * takes each step back.
 */
export function provideThing(parts: Parts, thing: PlannedThing, scope: ArnScope, undo: (() => void)[]): void {
	const { things, thingGroups } = parts;
	const { thingName, attributes, thingTypeName, billingGroupName, thingGroups: groups = [] } = thing;
	const present = things.findThing(thingName);
	if (present === undefined) {
		things.createThing(thingName, attributes, { thingTypeName, billingGroupName, scope });
		undo.push(() => things.deleteThing(thingName));
		joinGroups(thingGroups, thingName, groups, undo);
	} else {
		override(parts, present, thing, undo);
	}
}

function override({ things, thingGroups }: Parts, present: Thing, thing: PlannedThing, undo: (() => void)[]): void {
	const { thingName, overrides } = thing;
	if (Object.values(overrides).includes("FAIL")) {
		throw new ProvisioningRejection(
			409,
			"ResourceConflicts",
			`Thing "${thingName}" exists, and the template's OverrideSettings say FAIL: if this device is to take its place, delete the thing first`,
			"resource-conflicts",
		);
	}
	const update = updateOf(thing);
	if (update !== undefined) {
		things.updateThing(thingName, update);
		undo.push(() => things.restoreThing(present));
	}
	if (thing.thingGroups === undefined || overrides.thingGroups === "DO_NOTHING") return;
	if (overrides.thingGroups === "REPLACE") leaveOtherGroups(thingGroups, thingName, thing.thingGroups, undo);
	joinGroups(thingGroups, thingName, thing.thingGroups, undo);
}

function updateOf({ attributes, thingTypeName, overrides }: PlannedThing): ThingUpdate | undefined {
	const replacesType = overrides.thingTypeName === "REPLACE" && thingTypeName !== undefined;
	const setting = overrides.attributes;
	if (setting === "DO_NOTHING" && !replacesType) return undefined;
	return {
		...(setting !== "DO_NOTHING" && { attributes, merge: setting === "MERGE" }),
		...(replacesType && { thingTypeName }),
	};
}

function joinGroups(groups: ThingGroups, thingName: string, names: readonly string[], undo: (() => void)[]): void {
	const present = groups.listThingGroupsForThing(thingName).map(({ thingGroupName }) => thingGroupName);
	for (const name of names) {
		if (present.includes(name)) continue;
		groups.addThingToThingGroup(name, thingName);
		undo.push(() => groups.removeThingFromThingGroup(name, thingName));
	}
}

function leaveOtherGroups(
	groups: ThingGroups,
	thingName: string,
	names: readonly string[],
	undo: (() => void)[],
): void {
	for (const { thingGroupName } of groups.listThingGroupsForThing(thingName)) {
		if (names.includes(thingGroupName)) continue;
		groups.removeThingFromThingGroup(thingGroupName, thingName);
		undo.push(() => groups.addThingToThingGroup(thingGroupName, thingName));
	}
}
