import { AwsError, notFound } from "../../aws-error.js";
import { checkVersion } from "../checks.js";
import { changeExecution, removeExecution } from "./execution/change-execution.js";
import { isPending, type JobExecution, type StatusDetails } from "./execution/job-execution.js";
import { completeIfDone } from "./job-completion.js";
import type { JobState } from "./job-state.js";

/** Throws ResourceNotFoundException. */
export function existingExecution(
	{ executions }: JobState,
	jobId: string,
	thingName: string,
	executionNumber?: number,
): JobExecution {
	const execution = executions.find(jobId, thingName, executionNumber);
	if (execution !== undefined) return execution;
	const number = executionNumber === undefined ? "" : ` with number ${executionNumber}`;
	throw notFound(`Thing "${thingName}" has no execution of job "${jobId}"${number}`);
}

export interface ExecutionCancellation {
	/** Also one that is in progress. */
	readonly force: boolean;
	readonly expectedVersion?: number | undefined;
	readonly statusDetails?: StatusDetails | undefined;
}

/** Throws VersionConflictException, InvalidStateTransitionException. */
export function cancelExecution(
	state: JobState,
	jobId: string,
	thingName: string,
	{ force, expectedVersion, statusDetails }: ExecutionCancellation,
): void {
	const execution = existingExecution(state, jobId, thingName);
	const { status, versionNumber } = execution;
	checkVersion("The execution", versionNumber, expectedVersion);
	if (!isPending(status) || (status === "IN_PROGRESS" && !force)) throw invalidState(execution, "canceled");
	changeExecution(state, execution, "CANCELED", { statusDetails, forceCanceled: status === "IN_PROGRESS" });
}

/** Throws InvalidStateTransitionException for one that is not terminal, unless forced. */
export function deleteExecution(
	state: JobState,
	jobId: string,
	thingName: string,
	{ executionNumber, force }: { readonly executionNumber: number; readonly force: boolean },
): void {
	const execution = existingExecution(state, jobId, thingName, executionNumber);
	if (isPending(execution.status) && !force) throw invalidState(execution, "deleted");
	removeExecution(state, execution);
	completeIfDone(state, jobId);
}

function invalidState({ jobId, thingName, status }: JobExecution, what: string): AwsError {
	return new AwsError(
		"InvalidStateTransitionException",
		`The execution of job "${jobId}" by thing "${thingName}" is ${status}: it is ${what} only ${
			what === "canceled"
				? "when it is QUEUED, or with force when it is IN_PROGRESS"
				: "when it is terminal, or with force"
		}`,
	);
}
