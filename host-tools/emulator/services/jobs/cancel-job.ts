import { invalidRequest } from "../../aws-error.js";
import { changeExecution } from "./execution/change-execution.js";
import type { ExecutionStatus, JobExecution } from "./execution/job-execution.js";
import { isActive, type Job } from "./job.js";
import { endTimes } from "./job-completion.js";
import { changeJob, existingJob, goOn, type JobState, turnSize } from "./job-state.js";
import { endRollout } from "./rollout.js";

export interface Cancellation {
	readonly force?: boolean;
	readonly reasonCode?: string;
	readonly comment?: string;
}

/** Ends its QUEUED executions; with `force` those in progress too, which may be asked for later as well. */
export function cancelJob(state: JobState, jobId: string, { force = false, ...why }: Cancellation): Job {
	const job = existingJob(state, jobId);
	const isForcedLater = job.status === "CANCELED" && force && !job.forceCanceled;
	if (!isActive(job) && !isForcedLater) {
		throw invalidRequest(`Job "${jobId}" is ${job.status}: only one that is IN_PROGRESS or SCHEDULED is canceled`);
	}
	endRollout(state, jobId);
	endTimes(state, jobId);
	const canceled = changeJob(state, job, { ...why, status: "CANCELED", forceCanceled: force });
	state.watcher.jobChanged(canceled, "cancellation_in_progress");
	goOnCanceling(state, jobId);
	return canceled;
}

/** One turn of it. Answers how many executions it was about. */
export function goOnCanceling(state: JobState, jobId: string): number {
	const job = state.jobs.get(jobId);
	if (job?.status !== "CANCELED") return 0;
	const left = [...toCancel(state, job, turnSize + 1)];
	for (const execution of left.slice(0, turnSize)) {
		const forced = execution.status === "IN_PROGRESS";
		changeExecution(state, execution, "CANCELED", { forceCanceled: forced });
	}
	if (left.length > turnSize) goOn(state, "cancel", jobId);
	else state.watcher.jobChanged(job, "canceled");
	return left.length;
}

/** Whether executions are left that its cancellation ends. */
export function isCanceling(state: JobState, job: Job): boolean {
	return job.status === "CANCELED" && !toCancel(state, job, 1).next().done;
}

function* toCancel({ executions }: JobState, job: Job, most: number): IterableIterator<JobExecution> {
	const statuses: readonly ExecutionStatus[] = job.forceCanceled ? ["QUEUED", "IN_PROGRESS"] : ["QUEUED"];
	let count = 0;
	for (const status of statuses) {
		for (const execution of executions.ofJob(job.jobId, status)) {
			if (count >= most) return;
			count += 1;
			yield execution;
		}
	}
}
