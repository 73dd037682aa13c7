import type { ArnScope } from "../../arn.js";
import { AwsError } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import type { Relation } from "../../store/relation.js";
import type { Table } from "../../store/table.js";
import type { ChangeFeed } from "../changes.js";
import { checkThingGroupName } from "../checks.js";
import type { Things } from "../things/things.js";
import type { ThingGroup } from "./thing-groups.js";

/** What the operations on thing groups share. */
export interface ThingGroupState {
	readonly groups: Table<ThingGroup>;
	/** group name → thing name */
	readonly groupMembers: Relation;
	/** policy name → ARN of a certificate or thing group */
	readonly policyTargets: Relation;
	readonly things: Pick<Things, "describeThing">;
	readonly clock: EmulatorClock;
	readonly changes: ChangeFeed;
	/** Account and region of what is made without a request. */
	readonly home: ArnScope;
}

/** Throws ResourceNotFoundException. */
export function existingGroup({ groups }: ThingGroupState, thingGroupName: string): ThingGroup {
	const group = groups.get(checkThingGroupName(thingGroupName));
	if (group) return group;
	throw new AwsError(
		"ResourceNotFoundException",
		`Thing group "${thingGroupName}" does not exist: CreateThingGroup makes it`,
	);
}

/** Parent first, root last. */
export function ancestorsOf(state: ThingGroupState, { parentGroupName }: ThingGroup): readonly ThingGroup[] {
	if (parentGroupName === undefined) return [];
	const parent = existingGroup(state, parentGroupName);
	return [parent, ...ancestorsOf(state, parent)];
}

export function childrenOf({ groups }: ThingGroupState, thingGroupName: string): readonly ThingGroup[] {
	return [...groups.values()].filter(({ parentGroupName }) => parentGroupName === thingGroupName);
}
