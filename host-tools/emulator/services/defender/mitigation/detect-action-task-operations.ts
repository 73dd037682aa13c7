import { invalidRequest, quote } from "../../../aws-error.js";
import type { Members } from "../../../http/members.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../../http/operation.js";
import { pageByToken } from "../../../http/pages.js";
import { bodyInstant, checkPeriod, queryInstant, queryPeriod } from "../../instants.js";
import { readClientRequestToken } from "../client-request-token.js";
import type { ViolationEvent, Violations } from "../detect/violations.js";
import { within } from "../time-range.js";
import { actionTaskKey } from "./action-task.js";
import {
	type DetectActionTask,
	type DetectActionTasks,
	type DetectChoice,
	type DetectTarget,
	detectExecutionKey,
	type Violator,
} from "./detect-action-tasks.js";
import { typeOf } from "./mitigation-action.js";
import { definitionOf } from "./mitigation-action-operations.js";
import type { MitigationActions } from "./mitigation-actions.js";

export interface DetectActionTaskParts {
	readonly tasks: DetectActionTasks;
	readonly actions: MitigationActions;
	readonly violations: Violations;
}

export function detectActionTaskOperations(parts: DetectActionTaskParts): readonly Operation[] {
	const all = "/detect/mitigationactions/tasks";
	const one = `${all}/{taskId}`;
	const { tasks } = parts;
	return [
		{ name: "StartDetectMitigationActionsTask", method: "PUT", path: one, handle: (call) => start(parts, call) },
		{
			name: "DescribeDetectMitigationActionsTask",
			method: "GET",
			path: one,
			handle: ({ path }) => ({ taskSummary: summaryOf(tasks.describe(path("taskId"))) }),
		},
		{ name: "ListDetectMitigationActionsTasks", method: "GET", path: all, handle: (call) => list(parts, call) },
		{
			name: "ListDetectMitigationActionsExecutions",
			method: "GET",
			path: "/detect/mitigationactions/executions",
			handle: (call) => listExecutions(parts, call),
		},
		{
			name: "CancelDetectMitigationActionsTask",
			method: "PUT",
			path: `${one}/cancel`,
			handle: ({ path }) => {
				tasks.cancel(path("taskId"));
				return {};
			},
		},
	];
}

function start(parts: DetectActionTaskParts, { path, body }: ApiCall): Answer {
	const members = body();
	const target = readTarget(members);
	const actions = parts.actions.named(members.list("actions") ?? []);
	const wrong = actions.find(({ actionParams }) => typeOf(actionParams) !== "ADD_THINGS_TO_THING_GROUP");
	if (wrong !== undefined) {
		throw invalidRequest(
			`Violations take ADD_THINGS_TO_THING_GROUP only: ${quote(wrong.actionName)} is ${typeOf(wrong.actionParams)}`,
		);
	}
	const taskId = path("taskId");
	const range = readRange(members);
	const what = {
		target,
		...(range !== undefined && { range }),
		onlyActive: members.boolean("includeOnlyActiveViolations") ?? false,
		withSuppressed: members.boolean("includeSuppressedAlerts") ?? false,
	};
	const task = { taskId, actions, clientRequestToken: readClientRequestToken(members) };
	const details = { ...what, executed: 0, skipped: 0, failed: 0 };
	parts.tasks.start(task, details, violatorsOf(parts.violations, what));
	return { taskId };
}

function readTarget(members: Members): DetectTarget {
	const target = members.object("target");
	const violationIds = target?.list("violationIds");
	const securityProfileName = target?.string("securityProfileName");
	const behaviorName = target?.string("behaviorName");
	if ((violationIds === undefined) === (securityProfileName === undefined)) {
		throw invalidRequest("target must have either violationIds or securityProfileName");
	}
	if (violationIds !== undefined && (violationIds.length < 1 || violationIds.length > 25)) {
		throw invalidRequest(`violationIds must have 1 to 25 ids: it has ${violationIds.length}`);
	}
	return {
		...(violationIds !== undefined && { violationIds }),
		...(securityProfileName !== undefined && { securityProfileName }),
		...(behaviorName !== undefined && { behaviorName }),
	};
}

function readRange(members: Members): DetectChoice["range"] {
	const range = members.object("violationEventOccurrenceRange");
	if (range === undefined) return undefined;
	const start = bodyInstant(range, "startTime");
	const end = bodyInstant(range, "endTime");
	if (start === undefined || end === undefined) throw invalidRequest("A range has startTime and endTime");
	return checkPeriod(start, end);
}

/** Each violation once, whether it is still there or only its events are. */
function violatorsOf(
	violations: Violations,
	{ target, range, onlyActive, withSuppressed }: DetectChoice,
): readonly Violator[] {
	const { violationIds, securityProfileName, behaviorName } = target;
	const isMeant = (one: Pick<ViolationEvent, "violationId" | "securityProfileName" | "behavior">) =>
		(violationIds?.includes(one.violationId) ?? true) &&
		(securityProfileName === undefined || one.securityProfileName === securityProfileName) &&
		(behaviorName === undefined || one.behavior.name === behaviorName) &&
		(withSuppressed || !(one.behavior.suppressAlerts ?? false));
	const isInRange = (at: number) => range === undefined || (at >= range.start && at <= range.end);
	const found = new Map<string, Violator>();
	for (const one of violations.listActive()) {
		if (isMeant(one) && isInRange(one.violationStartTime)) found.set(one.violationId, one);
	}
	for (const event of onlyActive ? [] : violations.listEvents()) {
		if (isMeant(event) && isInRange(event.violationEventTime)) found.set(event.violationId, event);
	}
	return [...found.values()].map(({ violationId, thingName }) => ({ violationId, thingName }));
}

function summaryOf(task: DetectActionTask): object {
	const { taskId, taskStatus, startTime, endTime, target, range, onlyActive, withSuppressed, actions } = task;
	return {
		taskId,
		taskStatus,
		taskStartTime: epochSeconds(startTime),
		...(endTime !== undefined && { taskEndTime: epochSeconds(endTime) }),
		target,
		...(range !== undefined && {
			violationEventOccurrenceRange: { startTime: epochSeconds(range.start), endTime: epochSeconds(range.end) },
		}),
		onlyActiveViolationsIncluded: onlyActive,
		suppressedAlertsIncluded: withSuppressed,
		actionsDefinition: actions.map(definitionOf),
		taskStatistics: { actionsExecuted: task.executed, actionsSkipped: task.skipped, actionsFailed: task.failed },
	};
}

function list({ tasks }: DetectActionTaskParts, call: ApiCall): Answer {
	const { items, next } = pageByToken(call, {
		from: within<DetectActionTask>(queryPeriod(call.query), (range) => tasks.list(range), actionTaskKey),
		keyOf: actionTaskKey,
		descending: true,
	});
	return { tasks: items.map(summaryOf), nextToken: next };
}

function listExecutions({ tasks }: DetectActionTaskParts, call: ApiCall): Answer {
	const { query } = call;
	const taskId = query.string("taskId");
	const violationId = query.string("violationId");
	const thingName = query.string("thingName");
	const start = queryInstant(query, "startTime") ?? 0;
	const end = queryInstant(query, "endTime") ?? Number.MAX_SAFE_INTEGER;
	const { items, next } = pageByToken(call, {
		from: within(checkPeriod(start, end), (range) => tasks.listExecutions(range), detectExecutionKey),
		keyOf: detectExecutionKey,
		where: (row) =>
			(taskId === undefined || row.taskId === taskId) &&
			(violationId === undefined || row.violationId === violationId) &&
			(thingName === undefined || row.thingName === thingName),
		descending: true,
	});
	const actionsExecutions = items.map(({ number: _, at, ...execution }) => ({
		...execution,
		executionStartDate: epochSeconds(at),
		executionEndDate: epochSeconds(at),
	}));
	return { actionsExecutions, nextToken: next };
}
