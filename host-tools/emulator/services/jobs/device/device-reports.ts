import { changeExecution, setStepTimer } from "../execution/change-execution.js";
import { type ExecutionStatus, isPending, type JobExecution, mayBecome } from "../execution/job-execution.js";
import type { JobState } from "../job-state.js";
import type { ReportRequest, StartRequest } from "./device-requests.js";
import { JobRejection, stateOf } from "./job-rejection.js";

/** The thing's next execution, begun unless it is in progress already; undefined when nothing is pending. */
export function startNext(state: JobState, thingName: string, request: StartRequest): JobExecution | undefined {
	checkThing(state, thingName);
	const [next] = state.executions.pendingOf(thingName);
	if (next === undefined) return undefined;
	const { statusDetails, stepTimeoutInMinutes: minutes } = request;
	if (next.status === "QUEUED") {
		return changeExecution(state, next, "IN_PROGRESS", { statusDetails, stepTimeoutInMinutes: minutes });
	}
	return minutes === undefined ? next : setStepTimer(state, next, minutes);
}

/** `$next` is the thing's next one, undefined when nothing is pending. A terminal one is refused, as it is nothing to do. */
export function describeForDevice(
	state: JobState,
	thingName: string,
	jobId: string,
	executionNumber: number | undefined,
): JobExecution | undefined {
	checkThing(state, thingName);
	if (jobId === "$next") {
		const [next] = state.executions.pendingOf(thingName);
		return next;
	}
	const execution = existing(state, thingName, jobId, executionNumber);
	if (isPending(execution.status)) return execution;
	throw new JobRejection("TerminalStateReached", `The execution of "${jobId}" is ${execution.status}, which is final`);
}

/** What a device says of its execution. */
export function report(state: JobState, thingName: string, jobId: string, request: ReportRequest): JobExecution {
	checkThing(state, thingName);
	const { status, expectedVersion, statusDetails, stepTimeoutInMinutes } = request;
	const execution = existing(state, thingName, jobId, request.executionNumber);
	if (expectedVersion !== undefined && expectedVersion !== execution.versionNumber) {
		throw new JobRejection(
			"VersionMismatch",
			`The execution is at version ${execution.versionNumber}, not at the expected ${expectedVersion}`,
			stateOf(execution),
		);
	}
	checkTransition(execution, status);
	return changeExecution(state, execution, status, { statusDetails, stepTimeoutInMinutes });
}

export function checkThing(state: JobState, thingName: string): void {
	if (state.things.findThing(thingName) !== undefined) return;
	throw new JobRejection("ResourceNotFound", `Thing "${thingName}" does not exist`);
}

function existing(state: JobState, thingName: string, jobId: string, executionNumber: number | undefined) {
	const execution = state.executions.find(jobId, thingName, executionNumber);
	if (execution !== undefined) return execution;
	const number = executionNumber === undefined ? "" : ` with number ${executionNumber}`;
	throw new JobRejection("ResourceNotFound", `Thing "${thingName}" has no execution of job "${jobId}"${number}`);
}

function checkTransition(execution: JobExecution, status: ExecutionStatus): void {
	if (mayBecome(execution.status, status)) return;
	throw new JobRejection(
		"InvalidStateTransition",
		`The execution is ${execution.status} and cannot become ${status}`,
		stateOf(execution),
	);
}
