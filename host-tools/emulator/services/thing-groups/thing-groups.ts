import type { ArnScope } from "../../arn.js";
import type { RowsFrom } from "../../store/table.js";

export interface ThingGroup {
	readonly thingGroupName: string;
	readonly thingGroupArn: string;
	/** UUID */
	readonly thingGroupId: string;
	readonly parentGroupName: string | undefined;
	readonly description: string;
	readonly attributes: Readonly<Record<string, string>>;
	/** Of a group whose things a query finds; undefined of one to which they are added. */
	readonly dynamic: DynamicQuery | undefined;
	/** Starts at 1, one more with each update. */
	readonly version: number;
	/** ms */
	readonly creationDate: number;
}

export interface DynamicQuery {
	readonly indexName: string;
	readonly queryString: string;
	readonly queryVersion: string;
}

export type DynamicStatus = "ACTIVE" | "BUILDING" | "REBUILDING";

export interface ThingGroupProperties {
	readonly description?: string;
	readonly attributes?: Readonly<Record<string, string>>;
}

/** Thing groups and their things. All calls are synchronous and throw AwsError as the AWS operation of the same name would. */
export interface ThingGroups {
	/** Again with the same parent and properties is no error. `scope`: the registry's home unless told otherwise. */
	createThingGroup(
		thingGroupName: string,
		options?: ThingGroupProperties & {
			readonly parentGroupName?: string;
			readonly dynamic?: DynamicQuery;
			readonly scope?: ArnScope;
		},
	): ThingGroup;
	describeThingGroup(thingGroupName: string): ThingGroup;
	findThingGroup(thingGroupName: string): ThingGroup | undefined;
	/** Sorted by name. */
	listThingGroups(range?: RowsFrom): Iterable<ThingGroup>;
	/** Its parent, the parent's parent, …; the root is the last. */
	ancestorsOf(group: ThingGroup): readonly ThingGroup[];
	/** Replaces the attributes, or merges: an empty value then removes the attribute. */
	updateThingGroup(
		thingGroupName: string,
		update: ThingGroupProperties & {
			readonly merge?: boolean;
			readonly dynamic?: DynamicQuery;
			readonly expectedVersion?: number;
		},
	): ThingGroup;
	/** A missing group is no error (AWS). Refused while it has child groups; its things and policies leave it. */
	deleteThingGroup(thingGroupName: string, expectedVersion?: number): void;
	/** Adding twice is no error. */
	addThingToThingGroup(thingGroupName: string, thingName: string): void;
	/** A thing that is not in the group is no error. */
	removeThingFromThingGroup(thingGroupName: string, thingName: string): void;
	/** Leaves `toRemove`, then joins `toAdd`: all of it or, when one is refused, nothing. */
	updateThingGroupsForThing(thingName: string, toAdd: readonly string[], toRemove: readonly string[]): void;
	/** Sorted. */
	listThingGroupsForThing(thingName: string): readonly ThingGroup[];
	/** Names of the group and of all below it. */
	groupsFrom(thingGroupName: string): readonly string[];
	/** How many things are in the group itself. */
	countThingsInThingGroup(thingGroupName: string): number;
	/** Names, sorted; with those in its child groups when `recursive`. */
	listThingsInThingGroup(thingGroupName: string, recursive?: boolean, range?: RowsFrom): Iterable<string>;
	/** Makes a thing a member of a dynamic group, or no longer; returns whether it is one then: not when it is in as many groups as it can be. */
	setDynamicMember(thingGroupName: string, thingName: string, belongs: boolean): boolean;
	/** Whether the things of a dynamic group are all found: ACTIVE unless told otherwise since the start. */
	dynamicStatus(thingGroupName: string): DynamicStatus;
	setDynamicStatus(thingGroupName: string, status: DynamicStatus): void;
}
