import { quote } from "../../../aws-error.js";
import type { Members } from "../../../http/members.js";
import type { ReportedStatus, StatusDetails } from "../execution/job-execution.js";
import { reportedStatuses } from "../execution/job-execution.js";
import { checkRange, checkStatusDetails } from "../job-checks.js";
import { JobRejection } from "./job-rejection.js";

/** Seven days. */
const longestStep = 10_080;

export interface StartRequest {
	readonly statusDetails: StatusDetails | undefined;
	/** 1 to 10080, or -1 to end the timer. */
	readonly stepTimeoutInMinutes: number | undefined;
}

export interface ReportRequest extends StartRequest {
	readonly status: ReportedStatus;
	readonly expectedVersion: number | undefined;
	readonly executionNumber: number | undefined;
	readonly includeJobExecutionState: boolean;
	readonly includeJobDocument: boolean;
}

/** What both planes read alike. Throws InvalidRequestException or JobRejection. */
export function readStart(members: Members): StartRequest {
	const details = members.strings("statusDetails");
	const minutes = members.integer("stepTimeoutInMinutes");
	return {
		statusDetails: details === undefined ? undefined : checkStatusDetails(details),
		stepTimeoutInMinutes: minutes === undefined || minutes === -1 ? minutes : stepMinutes(minutes),
	};
}

function stepMinutes(minutes: number): number {
	return checkRange("stepTimeoutInMinutes", minutes, 1, longestStep);
}

export function readReport(members: Members): ReportRequest {
	return {
		...readStart(members),
		status: readStatus(members.string("status")),
		expectedVersion: numberIn(members, "expectedVersion"),
		executionNumber: numberIn(members, "executionNumber"),
		includeJobExecutionState: members.boolean("includeJobExecutionState") ?? false,
		includeJobDocument: members.boolean("includeJobDocument") ?? false,
	};
}

/** The first sentence is AWS's (measured: aws-iot-device-sdk-cpp-v2 issue 95). */
function readStatus(status: string | undefined): ReportedStatus {
	if (status === undefined) {
		throw new JobRejection(
			"InvalidRequest",
			"Value null at 'status' failed to satisfy constraint: Member must not be null",
		);
	}
	const reported = reportedStatuses.find((one) => one === status);
	if (reported !== undefined) return reported;
	throw new JobRejection(
		"InvalidRequest",
		`status must be one of ${reportedStatuses.join(", ")}, which are a device's to report: it is ${quote(status)}`,
	);
}

/** The guide writes versions as strings, its clients as numbers: either will do. */
export function numberIn(members: Members, name: string): number | undefined {
	let text: string | undefined;
	try {
		text = members.string(name);
	} catch {
		return members.integer(name);
	}
	if (text === undefined) return undefined;
	if (/^\d{1,15}$/.test(text)) return Number(text);
	throw new JobRejection("InvalidRequest", `${name} must be a number: it is ${quote(text)}`);
}
