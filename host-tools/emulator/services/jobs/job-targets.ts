import { nameOfArn, scopeOfArn } from "../../arn.js";
import { invalidRequest, notFound, quote } from "../../aws-error.js";
import type { Job } from "./job.js";
import type { JobState } from "./job-state.js";

/** Ours. */
export const mostTargets = 1000;

export interface Targets {
	readonly things: ReadonlySet<string>;
	readonly groups: ReadonlySet<string>;
}

/** Throws InvalidRequestException for what is no ARN of a thing or a group, ResourceNotFoundException for one that does not exist. */
export function checkTargets(state: JobState, arns: readonly string[], accountId: string): readonly string[] {
	if (arns.length === 0 || arns.length > mostTargets) {
		throw invalidRequest(`targets must have 1 to ${mostTargets} ARNs: it has ${arns.length}`);
	}
	for (const one of arns) {
		const thing = nameOfArn("thing", one, accountId);
		const group = nameOfArn("thinggroup", one, accountId);
		if (thing === undefined && group === undefined) {
			throw invalidRequest(`targets must be ARNs of things and thing groups of this account: ${quote(one)} is none`);
		}
		if (thing !== undefined && state.things.findThing(thing) === undefined) {
			throw notFound(`Thing "${thing}" of targets does not exist`);
		}
		if (group !== undefined) state.thingGroups.describeThingGroup(group);
	}
	return [...new Set(arns)];
}

export function targetsOf({ targets, jobArn }: Pick<Job, "targets" | "jobArn">): Targets {
	const { accountId } = scopeOfArn(jobArn);
	const names = (kind: "thing" | "thinggroup") =>
		new Set(targets.flatMap((one) => nameOfArn(kind, one, accountId) ?? []));
	return { things: names("thing"), groups: names("thinggroup") };
}

/** Whether there are more than `most` things in the targets. They are counted one by one only where the sum of all targets is more. */
export function hasMoreThan(most: number, state: JobState, job: Pick<Job, "targets" | "jobArn">): boolean {
	const { things } = targetsOf(job);
	const groups = groupsIn(state, job);
	const sum = groups.reduce((count, group) => count + state.thingGroups.countThingsInThingGroup(group), things.size);
	if (sum <= most) return false;
	const names = new Set(things);
	for (const group of groups) {
		for (const name of state.thingGroups.listThingsInThingGroup(group)) names.add(name);
	}
	return names.size > most;
}

/** Names of the groups that are in the targets now, and of all below them, in order; a target that was deleted has none. */
export function groupsIn({ thingGroups }: JobState, job: Pick<Job, "targets" | "jobArn">): readonly string[] {
	const names = [...targetsOf(job).groups].filter((name) => thingGroups.findThingGroup(name) !== undefined);
	return [...new Set(names.flatMap((name) => thingGroups.groupsFrom(name)))].sort();
}

/** How many of the targets have the thing in them, directly or in a group below. */
export function targetsWith(state: JobState, job: Job, thingName: string): number {
	if (state.things.findThing(thingName) === undefined) return 0;
	const { things, groups } = targetsOf(job);
	const around = new Set<string>();
	for (const group of state.thingGroups.listThingGroupsForThing(thingName)) {
		around.add(group.thingGroupName);
		for (const { thingGroupName } of state.thingGroups.ancestorsOf(group)) around.add(thingGroupName);
	}
	const named = things.has(thingName) ? 1 : 0;
	return named + [...groups].filter((group) => around.has(group)).length;
}
