import type { Job } from "../job.js";
import type { JobState } from "../job-state.js";
import {
	deadlineOf,
	type ExecutionStatus,
	isPending,
	type JobExecution,
	mayBecome,
	type StatusDetails,
} from "./job-execution.js";
import { placeOf } from "./places.js";

/** Ours: tries of a thing at a job that are remembered. */
const mostTries = 20;
const minuteMs = 60_000;

/** Retries that went before, none where the thing has just become a target. */
export type Retries = Pick<JobExecution, "retryAttempt" | "retriesAfterFailure">;

const noRetries: Retries = { retryAttempt: 0, retriesAfterFailure: 0 };

/** Whoever calls has looked whether there is room. */
export function queueExecution(state: JobState, jobId: string, thingName: string, retries = noRetries): JobExecution {
	const { executions, clock } = state;
	const tries = executions.triesOf(jobId, thingName);
	const [oldest] = tries;
	if (oldest !== undefined && tries.length >= mostTries) executions.remove(oldest);
	const now = clock.now();
	return put(state, {
		jobId,
		thingName,
		executionNumber: (tries.at(-1)?.executionNumber ?? 0) + 1,
		status: "QUEUED",
		statusDetails: {},
		versionNumber: 1,
		queuedAt: now,
		lastUpdatedAt: now,
		forceCanceled: false,
		...retries,
		sequence: executions.nextSequence(),
	});
}

export interface ExecutionChange {
	/** Unchanged without. */
	readonly statusDetails?: StatusDetails | undefined;
	/** A new step timer in the place of the former one; -1 ends it. */
	readonly stepTimeoutInMinutes?: number | undefined;
	readonly forceCanceled?: boolean;
}

/** The only way by which a status changes. Throws a RangeError when it may not: whoever calls has looked. */
export function changeExecution(
	state: JobState,
	execution: JobExecution,
	status: ExecutionStatus,
	change: ExecutionChange = {},
): JobExecution {
	if (!mayBecome(execution.status, status))
		throw new RangeError(`An execution went from ${execution.status} to ${status}`);
	const now = state.clock.now();
	const { inProgressDeadline: _, stepDeadline: __, ...rest } = execution;
	const changed = put(state, {
		...rest,
		status,
		statusDetails: change.statusDetails ?? execution.statusDetails,
		versionNumber: execution.versionNumber + 1,
		lastUpdatedAt: now,
		forceCanceled: change.forceCanceled ?? false,
		...(execution.startedAt === undefined && status === "IN_PROGRESS" && { startedAt: now }),
		...(status === "IN_PROGRESS" && deadlines(state, execution, change.stepTimeoutInMinutes)),
	});
	if (!isPending(status)) {
		state.watcher.executionEnded(changed, status.toLowerCase());
		state.ended(changed);
	}
	return changed;
}

/** A step timer for an execution that is in progress; nothing else about it changes. */
export function setStepTimer(state: JobState, execution: JobExecution, minutes: number): JobExecution {
	const { stepDeadline: _, ...rest } = execution;
	return put(state, { ...rest, ...deadlines(state, execution, minutes) });
}

/** Throws nothing; does not look at its status. */
export function removeExecution(state: JobState, execution: JobExecution): void {
	state.executions.remove(execution);
	state.agenda.set(`timeout ${placeOf(execution.sequence)}`, undefined);
	state.watcher.executionEnded(execution, "deleted");
	announce(state, execution);
}

function put(state: JobState, execution: JobExecution): JobExecution {
	state.executions.put(execution);
	const isRunning = execution.status === "IN_PROGRESS";
	state.agenda.set(`timeout ${placeOf(execution.sequence)}`, isRunning ? deadlineOf(execution) : undefined);
	announce(state, execution);
	return execution;
}

function announce({ changes }: JobState, { thingName, jobId }: JobExecution): void {
	changes.announce({ kind: "job-execution", name: `${thingName}/${jobId}` });
}

/** The job's timer begins with IN_PROGRESS and stays as it is then; the step timer never outlasts it, because the nearer one counts. */
function deadlines(
	{ clock, jobs }: JobState,
	{ jobId, status, inProgressDeadline, stepDeadline }: JobExecution,
	stepMinutes: number | undefined,
): Pick<JobExecution, "inProgressDeadline" | "stepDeadline"> {
	const now = clock.now();
	const inProgress = status === "IN_PROGRESS" ? inProgressDeadline : deadlineIn(jobs.get(jobId), now);
	const step = stepMinutes === undefined ? stepDeadline : stepMinutes < 0 ? undefined : now + stepMinutes * minuteMs;
	return {
		...(inProgress !== undefined && { inProgressDeadline: inProgress }),
		...(step !== undefined && { stepDeadline: step }),
	};
}

function deadlineIn(job: Job | undefined, now: number): number | undefined {
	const minutes = job?.timeoutConfig?.inProgressTimeoutInMinutes;
	return minutes === undefined ? undefined : now + minutes * minuteMs;
}
