import { invalidRequest } from "../../../aws-error.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../../http/operation.js";
import { pageByToken } from "../../../http/pages.js";
import { queryPeriod } from "../../instants.js";
import { within } from "../time-range.js";
import type { AuditConfiguration } from "./audit-configuration.js";
import { type AuditResults, taskKey } from "./audit-results.js";
import type { AuditRunner } from "./audit-runner.js";
import { statisticsOf } from "./audit-task.js";

export interface AuditTaskParts {
	readonly configuration: AuditConfiguration;
	readonly results: AuditResults;
	readonly runner: AuditRunner;
}

export function auditTaskOperations(parts: AuditTaskParts): readonly Operation[] {
	const all = "/audit/tasks";
	const one = `${all}/{taskId}`;
	return [
		{ name: "StartOnDemandAuditTask", method: "POST", path: all, handle: (call) => start(parts, call) },
		{ name: "DescribeAuditTask", method: "GET", path: one, handle: (call) => describe(parts, call) },
		{ name: "ListAuditTasks", method: "GET", path: all, handle: (call) => list(parts, call) },
		{
			name: "CancelAuditTask",
			method: "PUT",
			path: `${one}/cancel`,
			handle: ({ path }) => {
				parts.runner.cancel(path("taskId"));
				return {};
			},
		},
	];
}

function start({ configuration, results, runner }: AuditTaskParts, { body }: ApiCall): Answer {
	const checkNames = body().list("targetCheckNames");
	if (checkNames === undefined) throw invalidRequest("targetCheckNames is missing");
	configuration.checkEnabled(checkNames);
	results.checkRoomForOneMore();
	return { taskId: runner.start({ checkNames }).taskId };
}

function describe({ results }: AuditTaskParts, { path }: ApiCall): Answer {
	const task = results.describe(path("taskId"));
	const { taskStatus, taskType, taskStartTime, scheduledAuditName, auditDetails } = task;
	return {
		taskStatus,
		taskType,
		taskStartTime: epochSeconds(taskStartTime),
		taskStatistics: statisticsOf(task),
		...(scheduledAuditName !== undefined && { scheduledAuditName }),
		auditDetails,
	};
}

/** Newest first. */
function list({ results }: AuditTaskParts, call: ApiCall): Answer {
	const { query } = call;
	const type = query.string("taskType");
	const status = query.string("taskStatus");
	const { items, next } = pageByToken(call, {
		from: within(queryPeriod(query), (range) => results.listTasks(range), taskKey),
		keyOf: taskKey,
		where: ({ taskType, taskStatus }) =>
			(type === undefined || taskType === type) && (status === undefined || taskStatus === status),
		descending: true,
	});
	return {
		tasks: items.map(({ taskId, taskStatus, taskType }) => ({ taskId, taskStatus, taskType })),
		nextToken: next,
	};
}
