import { invalidRequest, quote } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import type { Things } from "../things/things.js";
import { type ExecutionStatus, executionStatuses } from "./execution/job-execution.js";
import { placeOf } from "./execution/places.js";
import { checkJobId, checkOneOf, checkStatusDetails } from "./job-checks.js";
import type { JobRegistry } from "./job-registry.js";
import { executionSummary, executionView } from "./job-views.js";

export interface ExecutionOperationParts {
	readonly jobs: JobRegistry;
	readonly things: Pick<Things, "findThing" | "describeThing">;
	readonly clock: EmulatorClock;
}

/** What is done to a job's executions, by the fleet's owner. */
export function executionOperations(parts: ExecutionOperationParts): readonly Operation[] {
	const one = "/things/{thingName}/jobs/{jobId}";
	return [
		{
			name: "ListJobExecutionsForJob",
			method: "GET",
			path: "/jobs/{jobId}/things",
			handle: (call) => listForJob(parts, call),
		},
		{
			name: "ListJobExecutionsForThing",
			method: "GET",
			path: "/things/{thingName}/jobs",
			handle: (call) => listForThing(parts, call),
		},
		{ name: "DescribeJobExecution", method: "GET", path: one, handle: (call) => describe(parts, call) },
		{ name: "CancelJobExecution", method: "PUT", path: `${one}/cancel`, handle: (call) => cancel(parts, call) },
		{
			name: "DeleteJobExecution",
			method: "DELETE",
			path: `${one}/executionNumber/{executionNumber}`,
			handle: (call) => remove(parts, call),
		},
	];
}

function listForJob({ jobs, things }: ExecutionOperationParts, call: ApiCall): Answer {
	const { jobId } = jobs.describeJob(call.path("jobId"));
	const status = statusIn(call);
	const { items, next } = pageByToken(call, {
		from: (range) => jobs.executions.ofJob(jobId, status, range),
		keyOf: ({ sequence }) => placeOf(sequence),
	});
	const executionSummaries = items.map((execution) => ({
		thingArn: things.findThing(execution.thingName)?.thingArn,
		jobExecutionSummary: executionSummary(execution),
	}));
	return { executionSummaries, nextToken: next };
}

function listForThing({ jobs, things }: ExecutionOperationParts, call: ApiCall): Answer {
	const { thingName } = things.describeThing(call.path("thingName"));
	const status = statusIn(call);
	const jobId = call.query.string("jobId");
	const namespaceId = call.query.string("namespaceId");
	if (jobId !== undefined) checkJobId(jobId);
	const { items, next } = pageByToken(call, {
		from: (range) => jobs.executions.ofThing(thingName, range),
		keyOf: ({ sequence }) => placeOf(sequence),
		where: (execution) =>
			(status === undefined || execution.status === status) &&
			(jobId === undefined || execution.jobId === jobId) &&
			(namespaceId === undefined || jobs.findJob(execution.jobId)?.namespaceId === namespaceId),
	});
	const executionSummaries = items.map((execution) => ({
		jobId: execution.jobId,
		jobExecutionSummary: executionSummary(execution),
	}));
	return { executionSummaries, nextToken: next };
}

function statusIn({ query }: ApiCall): ExecutionStatus | undefined {
	const status = query.string("status");
	return status === undefined ? undefined : checkOneOf("status", status, executionStatuses);
}

function describe({ jobs, things, clock }: ExecutionOperationParts, { path, query }: ApiCall): Answer {
	const number = query.integer("executionNumber");
	const execution = jobs.describeExecution(path("jobId"), path("thingName"), number);
	return { execution: executionView(execution, things.findThing(execution.thingName)?.thingArn, clock.now()) };
}

function cancel({ jobs }: ExecutionOperationParts, { path, query, body }: ApiCall): Answer {
	const members = body();
	const details = members.strings("statusDetails");
	jobs.cancelExecution(path("jobId"), path("thingName"), {
		force: query.boolean("force") ?? false,
		expectedVersion: members.integer("expectedVersion"),
		statusDetails: details === undefined ? undefined : checkStatusDetails(details),
	});
	return {};
}

function remove({ jobs }: ExecutionOperationParts, { path, query }: ApiCall): Answer {
	const number = path("executionNumber");
	if (!/^\d{1,15}$/.test(number)) throw invalidRequest(`executionNumber must be a number: it is ${quote(number)}`);
	jobs.deleteExecution(path("jobId"), path("thingName"), {
		executionNumber: Number(number),
		force: query.boolean("force") ?? false,
	});
	return {};
}
