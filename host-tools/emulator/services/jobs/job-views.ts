import { epochSeconds } from "../../http/operation.js";
import { configsOf } from "./configs/job-configs.js";
import { MaintenanceWindows } from "./configs/maintenance-windows.js";
import { deadlineOf, type JobExecution } from "./execution/job-execution.js";
import type { StatusCounts } from "./execution/thing-counts.js";
import type { Job } from "./job.js";

/** AWS shows so many of the next maintenance windows. */
const shownWindows = 7;

export interface JobProgress {
	readonly counts: StatusCounts;
	readonly isRollingOut: boolean;
	readonly isConcurrent: boolean;
	/** ms */
	readonly now: number;
}

/** The member `job` of DescribeJob. */
export function describeView(job: Job, progress: JobProgress): object {
	const { jobId, jobArn, targets, targetSelection, status, forceCanceled, documentParameters } = job;
	const { description, reasonCode, comment, namespaceId, jobTemplateArn, schedulingConfig } = job;
	return {
		jobArn,
		jobId,
		targetSelection,
		status,
		forceCanceled,
		reasonCode,
		comment,
		targets,
		description,
		...configsOf(job),
		...timesOf(job),
		jobProcessDetails: processDetails(job, progress),
		namespaceId,
		jobTemplateArn,
		documentParameters,
		isConcurrent: progress.isConcurrent,
		schedulingConfig,
		scheduledJobRollouts: nextRollouts(job, progress.now),
		destinationPackageVersions: job.destinationPackageVersions,
	};
}

/** One job of ListJobs; `thingGroupId` where the list is of a group's. */
export function jobSummary(job: Job, isConcurrent: boolean, thingGroupId: string | undefined): object {
	const { jobId, jobArn, targetSelection, status } = job;
	return { jobArn, jobId, thingGroupId, targetSelection, status, ...timesOf(job), isConcurrent };
}

function timesOf({ createdAt, lastUpdatedAt, completedAt }: Job): object {
	return {
		createdAt: epochSeconds(createdAt),
		lastUpdatedAt: epochSeconds(lastUpdatedAt),
		...(completedAt !== undefined && { completedAt: epochSeconds(completedAt) }),
	};
}

/** `processingTargets` is there as long as executions are still being begun. */
function processDetails({ targets }: Job, { counts, isRollingOut }: JobProgress): object {
	return { ...(isRollingOut && { processingTargets: targets }), ...countsView(counts) };
}

export function countsView(counts: StatusCounts): Readonly<Record<string, number>> {
	return {
		numberOfCanceledThings: counts.CANCELED,
		numberOfSucceededThings: counts.SUCCEEDED,
		numberOfFailedThings: counts.FAILED,
		numberOfRejectedThings: counts.REJECTED,
		numberOfQueuedThings: counts.QUEUED,
		numberOfInProgressThings: counts.IN_PROGRESS,
		numberOfRemovedThings: counts.REMOVED,
		numberOfTimedOutThings: counts.TIMED_OUT,
	};
}

function nextRollouts({ schedulingConfig }: Job, now: number): object | undefined {
	const windows = new MaintenanceWindows(schedulingConfig);
	if (windows.isAlwaysOpen) return undefined;
	return windows
		.nextStarts(now, shownWindows)
		.map((start) => ({ startTime: new Date(start).toISOString().slice(0, 16).replace("T", " ") }));
}

/** The member `jobExecutionSummary` of the control plane's lists. */
export function executionSummary(execution: JobExecution): object {
	const { status, executionNumber, retryAttempt } = execution;
	return { status, ...executionTimes(execution, epochSeconds), executionNumber, retryAttempt };
}

/** The member `execution` of the control plane's DescribeJobExecution. */
export function executionView(execution: JobExecution, thingArn: string | undefined, now: number): object {
	const { jobId, status, forceCanceled, statusDetails, executionNumber, versionNumber } = execution;
	return {
		jobId,
		status,
		forceCanceled,
		statusDetails: { detailsMap: statusDetails },
		thingArn,
		...executionTimes(execution, epochSeconds),
		executionNumber,
		versionNumber,
		...secondsLeft(execution, now),
	};
}

/** What a device gets to see; its times are whole seconds, over MQTT and HTTP alike. */
export function deviceSummary(execution: JobExecution): object {
	const { jobId, executionNumber, versionNumber } = execution;
	return { jobId, ...executionTimes(execution, wholeSeconds), executionNumber, versionNumber };
}

/** `jobDocument` is an object over MQTT and a string over HTTP. */
export function deviceView(execution: JobExecution, now: number, jobDocument: unknown): object {
	const { jobId, status, statusDetails, executionNumber, versionNumber } = execution;
	return {
		jobId,
		status,
		...(Object.keys(statusDetails).length > 0 && { statusDetails }),
		...executionTimes(execution, wholeSeconds),
		versionNumber,
		executionNumber,
		...secondsLeft(execution, now),
		...(jobDocument !== undefined && { jobDocument }),
	};
}

export function wholeSeconds(milliseconds: number): number {
	return Math.floor(milliseconds / 1000);
}

function executionTimes(
	{ queuedAt, startedAt, lastUpdatedAt }: JobExecution,
	write: (milliseconds: number) => number,
): object {
	return {
		queuedAt: write(queuedAt),
		...(startedAt !== undefined && { startedAt: write(startedAt) }),
		lastUpdatedAt: write(lastUpdatedAt),
	};
}

function secondsLeft(execution: JobExecution, now: number): object {
	const deadline = execution.status === "IN_PROGRESS" ? deadlineOf(execution) : undefined;
	return deadline === undefined ? {} : { approximateSecondsBeforeTimedOut: Math.max(wholeSeconds(deadline - now), 0) };
}
