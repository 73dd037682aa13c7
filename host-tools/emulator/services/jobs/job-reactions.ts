import { cancelJob } from "./cancel-job.js";
import type { AbortCriterion } from "./configs/job-configs.js";
import { queueExecution } from "./execution/change-execution.js";
import type { ExecutionStatus, JobExecution } from "./execution/job-execution.js";
import { isActive, type Job } from "./job.js";
import { completeIfDone } from "./job-completion.js";
import type { JobState } from "./job-state.js";
import { targetsWith } from "./job-targets.js";

/** What follows when an execution has become terminal. */
export function react(state: JobState, execution: JobExecution): void {
	const job = state.jobs.get(execution.jobId);
	if (job === undefined || !isActive(job)) return;
	if (isFailure(execution.status) && shouldAbort(state, job)) {
		cancelJob(state, job.jobId, { reasonCode: "ABORTED", comment: "The job's abort criteria were met" });
		return;
	}
	if (mayRetry(state, job, execution)) retry(state, execution);
	completeIfDone(state, job.jobId);
}

const failures: readonly ExecutionStatus[] = ["FAILED", "REJECTED", "TIMED_OUT"];

function isFailure(status: ExecutionStatus): boolean {
	return failures.includes(status);
}

function shouldAbort(state: JobState, job: Job): boolean {
	const notified = state.executions.triesIn(job.jobId);
	return (job.abortConfig?.criteriaList ?? []).some((criterion) => isMet(state, job, criterion, notified));
}

/** Tries that failed are held against tries that were begun (docs/aws-behaviour.md, "Jobs": guessed). */
function isMet(state: JobState, { jobId }: Job, criterion: AbortCriterion, notified: number): boolean {
	if (notified < criterion.minNumberOfExecutedThings) return false;
	const types = criterion.failureType === "ALL" ? failures : [criterion.failureType];
	const failed = types.reduce((sum, status) => sum + state.executions.triesIn(jobId, status), 0);
	return failed > 0 && (100 * failed) / notified >= criterion.thresholdPercentage;
}

function mayRetry(state: JobState, job: Job, { status, thingName, ...execution }: JobExecution): boolean {
	if (status !== "FAILED" && status !== "TIMED_OUT") return false;
	if (job.rolloutStopped === true || state.executions.room === 0) return false;
	const criteria = job.jobExecutionsRetryConfig?.criteriaList ?? [];
	const criterion = criteria.find(({ failureType }) => failureType === "ALL" || failureType === status);
	if (criterion === undefined) return false;
	const afterTimeout = execution.retryAttempt - execution.retriesAfterFailure;
	const done = { ALL: execution.retryAttempt, FAILED: execution.retriesAfterFailure, TIMED_OUT: afterTimeout };
	if (done[criterion.failureType] >= criterion.numberOfRetries) return false;
	return job.targetSelection === "SNAPSHOT" || targetsWith(state, job, thingName) > 0;
}

function retry(state: JobState, { jobId, thingName, status, retryAttempt, retriesAfterFailure }: JobExecution): void {
	queueExecution(state, jobId, thingName, {
		retryAttempt: retryAttempt + 1,
		retriesAfterFailure: retriesAfterFailure + (status === "FAILED" ? 1 : 0),
	});
}
