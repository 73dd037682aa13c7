import type { EmulatorClock } from "../../../clock.js";
import type { Answer, ApiCall, Operation } from "../../../http/operation.js";
import type { PolicyAction } from "../../../policy/evaluate-policies.js";
import type { JobExecution } from "../execution/job-execution.js";
import { documentForDevice } from "../job-document.js";
import type { JobRegistry } from "../job-registry.js";
import { deviceView } from "../job-views.js";
import { readReport, readStart } from "./device-requests.js";
import { asAwsError, stateOf } from "./job-rejection.js";
import { pendingLists } from "./pending-lists.js";

export interface DeviceParts {
	readonly jobs: JobRegistry;
	readonly clock: EmulatorClock;
	/** Where a device finds an object of S3. */
	readonly urlOf: (s3Url: string, seconds: number) => string;
}

/** The jobs data plane over HTTP: times are seconds, documents strings. */
export function deviceOperations(parts: DeviceParts): readonly Operation[] {
	const all = "/things/{thingName}/jobs";
	const one = "/things/{thingName}/jobs/{jobId}";
	const plane = "iot-jobs-data" as const;
	return [
		{
			name: "GetPendingJobExecutions",
			plane,
			method: "GET",
			path: all,
			handle: allowed("iot:GetPendingJobExecutions", (call) => pending(parts, call)),
		},
		{
			name: "StartNextPendingJobExecution",
			plane,
			method: "PUT",
			path: `${all}/$next`,
			handle: allowed("iot:StartNextPendingJobExecution", (call) => start(parts, call)),
		},
		{
			name: "DescribeJobExecution",
			plane,
			method: "GET",
			path: one,
			handle: allowed("iot:DescribeJobExecution", (call) => describe(parts, call)),
		},
		{
			name: "UpdateJobExecution",
			plane,
			method: "POST",
			path: one,
			handle: allowed("iot:UpdateJobExecution", (call) => update(parts, call)),
		},
	];
}

/** For who may, by the caller's policies; its refusals are AWS's errors. */
function allowed(action: PolicyAction, handle: (call: ApiCall) => Answer): (call: ApiCall) => Answer {
	return (call) => {
		call.caller.authorize(action, call.path("thingName"));
		try {
			return handle(call);
		} catch (error) {
			throw asAwsError(error);
		}
	};
}

function pending({ jobs }: DeviceParts, { path }: ApiCall): Answer {
	const thingName = path("thingName");
	jobs.checkThing(thingName);
	return pendingLists(jobs, thingName);
}

function start(parts: DeviceParts, { path, body }: ApiCall): Answer {
	const execution = parts.jobs.startNext(path("thingName"), readStart(body()));
	return execution === undefined ? {} : { execution: view(parts, execution, true) };
}

function describe(parts: DeviceParts, { path, query }: ApiCall): Answer {
	const number = query.integer("executionNumber");
	const execution = parts.jobs.describeForDevice(path("thingName"), path("jobId"), number);
	const withDocument = query.boolean("includeJobDocument") ?? true;
	return execution === undefined ? {} : { execution: view(parts, execution, withDocument) };
}

function update(parts: DeviceParts, { path, body }: ApiCall): Answer {
	const request = readReport(body());
	const execution = parts.jobs.report(path("thingName"), path("jobId"), request);
	return {
		...(request.includeJobExecutionState && { executionState: stateOf(execution) }),
		...(request.includeJobDocument && { jobDocument: documentOf(parts, execution) }),
	};
}

function view(parts: DeviceParts, execution: JobExecution, withDocument: boolean): object {
	const jobDocument = withDocument ? documentOf(parts, execution) : undefined;
	return { ...deviceView(execution, parts.clock.now(), jobDocument), thingName: execution.thingName };
}

/** As the job has it now, in JSON; undefined when the job is gone. */
export function documentOf({ jobs, urlOf }: DeviceParts, { jobId }: JobExecution): string | undefined {
	const job = jobs.findJob(jobId);
	return job === undefined ? undefined : documentForDevice(job, urlOf);
}
