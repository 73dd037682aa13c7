import type { Job } from "./job.js";
import { completeIfDone } from "./job-completion.js";
import { type JobState, keepJob } from "./job-state.js";
import { beginRollout, endRollout } from "./rollout.js";

/**
 * Jobs are in one log and their executions in another: a process that was killed may have written its last change to one of them
 * alone. Nobody was told of that change; here it is taken back, or brought to its end.
 */
export function reconcile(state: JobState): void {
	const { begun, executions, jobs, rollouts, things } = state;
	for (const execution of [...executions.all()]) {
		const { jobId, thingName } = execution;
		if (!jobs.has(jobId) || things.findThing(thingName) === undefined) executions.remove(execution);
	}
	for (const { jobId } of [...rollouts.values()]) {
		// Nobody waits yet: all of it at once.
		if (!jobs.has(jobId)) while (rollouts.has(jobId)) endRollout(state, jobId);
	}
	for (const { jobId } of [...begun.values()]) if (!jobs.has(jobId)) begun.delete(jobId);
	for (const job of [...jobs.values()]) reconcileJob(state, job);
}

function reconcileJob(state: JobState, job: Job): void {
	const { jobId, status } = job;
	const { QUEUED, IN_PROGRESS } = state.executions.countsOf(jobId);
	if (status === "COMPLETED" && QUEUED + IN_PROGRESS > 0) {
		const { completedAt: _, ...rest } = job;
		keepJob(state, { ...rest, status: "IN_PROGRESS" });
		return;
	}
	if (status !== "IN_PROGRESS" || state.rollouts.has(jobId)) return;
	// What earlier versions kept does not say so: there, one that has executions has begun.
	const neverBegan = state.begun.get(jobId)?.createdAt !== job.createdAt && state.executions.triesIn(jobId) === 0;
	if (neverBegan) beginRollout(state, job);
	else completeIfDone(state, jobId);
}
