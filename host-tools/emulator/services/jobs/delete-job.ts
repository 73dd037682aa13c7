import { AwsError } from "../../aws-error.js";
import { removeExecution } from "./execution/change-execution.js";
import { isActive } from "./job.js";
import { endTimes } from "./job-completion.js";
import { changeJob, existingJob, goOn, type JobState, turnSize } from "./job-state.js";
import { endRollout } from "./rollout.js";

/** AWS: jobs that are being deleted at a time (API model: DeleteJob). */
const mostDeletions = 10;

/** With its executions. Throws InvalidStateTransitionException for one that is neither COMPLETED nor CANCELED, unless forced. */
export function deleteJob(state: JobState, jobId: string, force: boolean): void {
	const job = existingJob(state, jobId);
	if (job.status === "DELETION_IN_PROGRESS") return;
	if (isActive(job) && !force) {
		throw new AwsError(
			"InvalidStateTransitionException",
			`Job "${jobId}" is ${job.status}: cancel it first, or delete it with force`,
		);
	}
	const others = [...state.jobs.values()].filter(({ status }) => status === "DELETION_IN_PROGRESS").length;
	if (others >= mostDeletions) {
		throw new AwsError("LimitExceededException", `${others} jobs are being deleted, which is the limit: wait for them`);
	}
	endRollout(state, jobId);
	endTimes(state, jobId);
	state.watcher.jobChanged(changeJob(state, job, { status: "DELETION_IN_PROGRESS" }), "deletion_in_progress");
	goOnDeleting(state, jobId);
}

/** One turn of it. Answers how many executions it was about. */
export function goOnDeleting(state: JobState, jobId: string): number {
	const job = state.jobs.get(jobId);
	if (job?.status !== "DELETION_IN_PROGRESS") return 0;
	const left = [];
	for (const execution of state.executions.ofJob(jobId)) {
		left.push(execution);
		if (left.length > turnSize) break;
	}
	for (const execution of left.slice(0, turnSize)) removeExecution(state, execution);
	if (left.length > turnSize || state.rollouts.has(jobId)) {
		goOn(state, "delete", jobId);
		return left.length;
	}
	state.jobs.delete(jobId);
	state.executions.pending.hide(jobId, false, []);
	state.changes.announce({ kind: "job", name: jobId });
	state.watcher.jobChanged(job, "deleted");
	return left.length;
}
