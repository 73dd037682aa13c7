import { AwsError, type AwsErrorName } from "../../../aws-error.js";
import type { ExecutionStatus, JobExecution, StatusDetails } from "../execution/job-execution.js";

/** Why a device's request is refused, in the words of MQTT (guide: ErrorResponse). */
export type RejectionCode =
	| "InvalidTopic"
	| "InvalidJson"
	| "InvalidRequest"
	| "InvalidStateTransition"
	| "ResourceNotFound"
	| "VersionMismatch"
	| "InternalError"
	| "RequestThrottled"
	| "TerminalStateReached";

/** What a device is told of an execution besides its name. */
export interface ExecutionState {
	readonly status: ExecutionStatus;
	readonly statusDetails: StatusDetails;
	readonly versionNumber: number;
}

export function stateOf({ status, statusDetails, versionNumber }: JobExecution): ExecutionState {
	return { status, statusDetails, versionNumber };
}

/** A refusal that either plane can answer. */
export class JobRejection extends Error {
	override readonly name = "JobRejection";
	readonly code: RejectionCode;
	/** With InvalidStateTransition and VersionMismatch: how things stand. */
	readonly executionState: ExecutionState | undefined;

	constructor(code: RejectionCode, message: string, executionState?: ExecutionState) {
		super(message);
		this.code = code;
		this.executionState = executionState;
	}
}

/** A version that does not match has no error of its own over HTTP: InvalidStateTransitionException is a guess. */
const errorNames: Readonly<Record<RejectionCode, AwsErrorName>> = {
	InvalidTopic: "InvalidRequestException",
	InvalidJson: "InvalidRequestException",
	InvalidRequest: "InvalidRequestException",
	InvalidStateTransition: "InvalidStateTransitionException",
	ResourceNotFound: "ResourceNotFoundException",
	VersionMismatch: "InvalidStateTransitionException",
	InternalError: "InternalFailureException",
	RequestThrottled: "ThrottlingException",
	TerminalStateReached: "TerminalStateException",
};

/** The same refusal over HTTP. */
export function asAwsError(error: unknown): unknown {
	return error instanceof JobRejection ? new AwsError(errorNames[error.code], error.message) : error;
}

/** What went wrong as MQTT says it; a failure nobody foresaw without its words. */
export function asRejection(error: unknown): JobRejection {
	if (error instanceof JobRejection) return error;
	if (error instanceof AwsError && error.status < 500) {
		const code = error.name === "ResourceNotFoundException" ? "ResourceNotFound" : "InvalidRequest";
		return new JobRejection(code, error.message);
	}
	return new JobRejection("InternalError", "The emulator failed on this request");
}
