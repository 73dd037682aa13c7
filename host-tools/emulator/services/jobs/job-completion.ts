import { changeJob, type JobState } from "./job-state.js";

/** A snapshot job is COMPLETED once all its executions are terminal; a continuous one only after its schedule has ended. */
export function completeIfDone(state: JobState, jobId: string): void {
	const job = state.jobs.get(jobId);
	if (job?.status !== "IN_PROGRESS" || state.rollouts.has(jobId)) return;
	if (job.targetSelection === "CONTINUOUS" && job.rolloutStopped !== true) return;
	const { QUEUED, IN_PROGRESS } = state.executions.countsOf(jobId);
	if (QUEUED + IN_PROGRESS > 0 || state.waiting.rightsOf(jobId).size > 0) return;
	const completed = changeJob(state, job, { status: "COMPLETED", completedAt: state.clock.now() });
	endTimes(state, jobId);
	state.watcher.jobChanged(completed, "completed");
}

/** Nothing is due for the job any more. */
export function endTimes({ agenda }: JobState, jobId: string): void {
	for (const work of ["start", "end", "window"]) agenda.set(`${work} ${jobId}`, undefined);
}
