export type ExecutionStatus =
	| "QUEUED"
	| "IN_PROGRESS"
	| "SUCCEEDED"
	| "FAILED"
	| "TIMED_OUT"
	| "REJECTED"
	| "REMOVED"
	| "CANCELED";

export const executionStatuses: readonly ExecutionStatus[] = [
	"QUEUED",
	"IN_PROGRESS",
	"SUCCEEDED",
	"FAILED",
	"TIMED_OUT",
	"REJECTED",
	"REMOVED",
	"CANCELED",
];

/** What a device may report. */
export type ReportedStatus = "IN_PROGRESS" | "SUCCEEDED" | "FAILED" | "REJECTED";

export const reportedStatuses: readonly ReportedStatus[] = ["IN_PROGRESS", "SUCCEEDED", "FAILED", "REJECTED"];

export type StatusDetails = Readonly<Record<string, string>>;

/** One try of one thing at one job. */
export interface JobExecution {
	readonly jobId: string;
	readonly thingName: string;
	/** From 1; one more with each try of the thing at the job. */
	readonly executionNumber: number;
	readonly status: ExecutionStatus;
	readonly statusDetails: StatusDetails;
	/** From 1; one more with each change. */
	readonly versionNumber: number;
	/** ms, as all times here. */
	readonly queuedAt: number;
	readonly startedAt?: number;
	readonly lastUpdatedAt: number;
	readonly forceCanceled: boolean;
	/** How often it was begun again by the job's retry configuration, since the thing became a target. */
	readonly retryAttempt: number;
	/** Of these, after FAILED; the others were after TIMED_OUT. */
	readonly retriesAfterFailure: number;
	/** When it times out, by the job's timer and by the device's own. */
	readonly inProgressDeadline?: number;
	readonly stepDeadline?: number;
	/** Place among all executions, in the order in which they were queued. */
	readonly sequence: number;
}

export function isPending(status: ExecutionStatus): status is "QUEUED" | "IN_PROGRESS" {
	return status === "QUEUED" || status === "IN_PROGRESS";
}

const fromQueued: ReadonlySet<ExecutionStatus> = new Set([
	"IN_PROGRESS",
	"SUCCEEDED",
	"FAILED",
	"REJECTED",
	"CANCELED",
	"REMOVED",
]);
const fromInProgress: ReadonlySet<ExecutionStatus> = new Set([...fromQueued, "TIMED_OUT"]);

/** Whether an execution may go from one status to another; terminal ones are final (docs/aws-behaviour.md, "Jobs"). */
export function mayBecome(from: ExecutionStatus, to: ExecutionStatus): boolean {
	if (from === "QUEUED") return fromQueued.has(to);
	return from === "IN_PROGRESS" && fromInProgress.has(to);
}

/** ms; undefined when no timer runs. */
export function deadlineOf({ inProgressDeadline, stepDeadline }: JobExecution): number | undefined {
	if (inProgressDeadline === undefined) return stepDeadline;
	return stepDeadline === undefined ? inProgressDeadline : Math.min(inProgressDeadline, stepDeadline);
}
