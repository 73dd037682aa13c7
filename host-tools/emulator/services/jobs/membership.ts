import type { RegistryChange } from "../changes.js";
import { enlist } from "./enlist.js";
import { changeExecution, queueExecution, removeExecution } from "./execution/change-execution.js";
import { isPending } from "./execution/job-execution.js";
import type { Job } from "./job.js";
import { completeIfDone } from "./job-completion.js";
import type { JobState } from "./job-state.js";
import { targetsOf, targetsWith } from "./job-targets.js";
import { setRollout } from "./rollout.js";

/** What a change of the registry means for jobs: deleted things have none, and continuous jobs follow their groups. */
export function followRegistry(state: JobState, { kind, name, thingName }: RegistryChange): void {
	if (kind === "thing" && state.things.findThing(name) === undefined) forget(state, name);
	if (kind !== "thing-group") return;
	if (thingName !== undefined) followThing(state, name, thingName);
	else if (!exists(state, name)) for (const job of continuousJobs(state)) followAll(state, job);
}

function forget(state: JobState, thingName: string): void {
	const jobIds = new Set(state.waiting.leftsOf(thingName));
	for (const jobId of jobIds) state.waiting.remove(jobId, thingName);
	for (const execution of [...state.executions.ofThing(thingName)]) {
		jobIds.add(execution.jobId);
		removeExecution(state, execution);
	}
	for (const jobId of jobIds) completeIfDone(state, jobId);
}

function continuousJobs({ continuous, jobs }: JobState): readonly Job[] {
	return [...continuous].flatMap((jobId) => jobs.get(jobId) ?? []);
}

/** The thing joined or left the group, and with it the groups above. */
function followThing(state: JobState, group: string, thingName: string): void {
	const { thingGroups, things } = state;
	if (things.findThing(thingName) === undefined) return;
	const row = thingGroups.describeThingGroup(group);
	const around = [group, ...thingGroups.ancestorsOf(row).map(({ thingGroupName }) => thingGroupName)];
	const isMember = thingGroups.listThingGroupsForThing(thingName).includes(row);
	for (const job of continuousJobs(state)) {
		const targets = targetsOf(job).groups;
		const concerned = around.filter((name) => targets.has(name)).length;
		if (job.status !== "IN_PROGRESS" || concerned === 0) continue;
		const all = targetsWith(state, job, thingName);
		if (all === 0) leave(state, job, thingName);
		// One that is in another target as well was there before.
		else if (isMember && all === concerned) join(state, job, thingName);
	}
}

/** Who joins later begins at once, whatever the rollout's rate (AWS: Job rollout rates for continuous jobs). */
function join(state: JobState, job: Job, thingName: string): void {
	const { jobId } = job;
	const newest = state.executions.find(jobId, thingName);
	if (state.waiting.has(jobId, thingName) || (newest !== undefined && isPending(newest.status))) return;
	if (state.executions.room > 0) {
		queueExecution(state, jobId, thingName);
		return;
	}
	enlist(state, job, thingName);
	if (!state.rollouts.has(jobId)) setRollout(state, { jobId, nextAt: state.clock.now() + 60_000, reached: 0 });
}

function leave(state: JobState, { jobId }: Job, thingName: string): void {
	state.waiting.remove(jobId, thingName);
	const newest = state.executions.find(jobId, thingName);
	if (newest !== undefined && isPending(newest.status)) changeExecution(state, newest, "REMOVED");
}

/** After a group was deleted, which leaves nobody to ask who was in it. */
function followAll(state: JobState, job: Job): void {
	if (targetsOf(job).groups.size === 0) return;
	const pending = (["QUEUED", "IN_PROGRESS"] as const).flatMap((status) => [
		...state.executions.ofJob(job.jobId, status),
	]);
	const names = [...pending.map(({ thingName }) => thingName), ...state.waiting.rightsOf(job.jobId)];
	for (const thingName of names) if (targetsWith(state, job, thingName) === 0) leave(state, job, thingName);
}

function exists({ thingGroups }: JobState, group: string): boolean {
	try {
		thingGroups.describeThingGroup(group);
		return true;
	} catch {
		return false;
	}
}
