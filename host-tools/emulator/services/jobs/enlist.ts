import { isPending } from "./execution/job-execution.js";
import type { Job } from "./job.js";
import { type Enlisting, type JobState, turnSize } from "./job-state.js";
import { groupsIn, targetsOf } from "./job-targets.js";

/** A thing that the rollout has to reach, unless it has the job to do already. */
export function enlist({ waiting, executions }: JobState, { jobId }: Job, thingName: string): void {
	const newest = executions.find(jobId, thingName);
	if (newest !== undefined && isPending(newest.status)) return;
	if (!waiting.has(jobId, thingName)) waiting.add(jobId, thingName);
}

/** Notes down so many things of the targets as a turn may. What is left is undefined when those were all. */
export function enlistSome(
	state: JobState,
	job: Job,
	enlisting: Enlisting,
): { readonly seen: number; readonly left: Enlisting | undefined } {
	let seen = 0;
	let last = enlisting;
	for (const place of placesFrom(state, job, enlisting)) {
		if (seen === turnSize) return { seen, left: last };
		const { thingName = "" } = place;
		// One that has been reached is not a target once more.
		if (state.executions.find(job.jobId, thingName) === undefined) enlist(state, job, thingName);
		seen += 1;
		last = place;
	}
	return { seen, left: undefined };
}

/** The things behind the place at which the last turn ended. In order: groups and their things may have changed since. */
function* placesFrom(state: JobState, { jobArn }: Job, from: Enlisting): Iterable<Enlisting> {
	const { targets, group: reached, thingName: after = "" } = from;
	const scope = { targets, jobArn };
	if (reached === undefined) {
		for (const thingName of [...targetsOf(scope).things].sort()) {
			if (thingName > after && state.things.findThing(thingName) !== undefined) yield { targets, thingName };
		}
	}
	for (const group of groupsIn(state, scope)) {
		if (reached !== undefined && group < reached) continue;
		const range = group === reached ? { after } : {};
		for (const thingName of state.thingGroups.listThingsInThingGroup(group, false, range)) {
			yield { targets, group, thingName };
		}
	}
}
