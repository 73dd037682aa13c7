import { invalidRequest, quote } from "../../../aws-error.js";
import type { Members } from "../../../http/members.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../../http/operation.js";
import { pageByToken } from "../../../http/pages.js";
import { queryPeriod } from "../../instants.js";
import type { AuditResults } from "../audit/audit-results.js";
import { findingKey } from "../audit/audit-results.js";
import type { AuditFinding } from "../audit/audit-task.js";
import { checkNamed } from "../audit/checks/audit-checks.js";
import { readClientRequestToken } from "../client-request-token.js";
import { within } from "../time-range.js";
import { actionTaskKey } from "./action-task.js";
import { allowedActions } from "./allowed-actions.js";
import {
	type ActionTaskTarget,
	type AuditActionTask,
	type AuditActionTasks,
	executionKey,
	statisticsOf,
} from "./audit-action-tasks.js";
import { typeOf } from "./mitigation-action.js";
import { definitionOf } from "./mitigation-action-operations.js";
import type { MitigationActions } from "./mitigation-actions.js";

export interface AuditActionTaskParts {
	readonly tasks: AuditActionTasks;
	readonly actions: MitigationActions;
	readonly results: AuditResults;
}

export function auditActionTaskOperations(parts: AuditActionTaskParts): readonly Operation[] {
	const all = "/audit/mitigationactions/tasks";
	const one = `${all}/{taskId}`;
	const executions = "/audit/mitigationactions/executions";
	return [
		{ name: "StartAuditMitigationActionsTask", method: "POST", path: one, handle: (call) => start(parts, call) },
		{ name: "DescribeAuditMitigationActionsTask", method: "GET", path: one, handle: (call) => describe(parts, call) },
		{ name: "ListAuditMitigationActionsTasks", method: "GET", path: all, handle: (call) => list(parts, call) },
		{
			name: "ListAuditMitigationActionsExecutions",
			method: "GET",
			path: executions,
			handle: (call) => listExecutions(parts, call),
		},
		{
			name: "CancelAuditMitigationActionsTask",
			method: "PUT",
			path: `${one}/cancel`,
			handle: ({ path }) => {
				parts.tasks.cancel(path("taskId"));
				return {};
			},
		},
	];
}

function start(parts: AuditActionTaskParts, { path, body }: ApiCall): Answer {
	const members = body();
	const target = readTarget(members);
	const mapping = readMapping(parts.actions, members);
	const actions = parts.actions.list();
	const names = new Set(Object.values(mapping).flat());
	const taskId = path("taskId");
	const task = {
		taskId,
		actions: [...actions].filter(({ actionName }) => names.has(actionName)),
		clientRequestToken: readClientRequestToken(members),
	};
	const findings = findingsOf(parts.results, target, mapping);
	const items = findings.map(({ findingId, checkName }) => ({ findingId, checkName }));
	const details = { target, auditCheckToActionsMapping: mapping, taskStatistics: statisticsOf(items) };
	parts.tasks.start(task, details, items);
	return { taskId };
}

function readTarget(members: Members): ActionTaskTarget {
	const target = members.object("target");
	if (target === undefined) throw invalidRequest("target is missing");
	const auditTaskId = target.string("auditTaskId");
	const findingIds = target.list("findingIds");
	const filter = target.object("auditCheckToReasonCodeFilter");
	const checks = filter?.names ?? [];
	const codes = Object.fromEntries(checks.map((check) => [checkNamed(check).name, filter?.list(check) ?? []]));
	if ((auditTaskId === undefined) === (findingIds === undefined)) {
		throw invalidRequest("target must have either auditTaskId or findingIds");
	}
	if (findingIds !== undefined && (findingIds.length < 1 || findingIds.length > 25)) {
		throw invalidRequest(`findingIds must have 1 to 25 ids: it has ${findingIds.length}`);
	}
	return {
		...(auditTaskId !== undefined && { auditTaskId }),
		...(findingIds !== undefined && { findingIds }),
		...(filter !== undefined && { auditCheckToReasonCodeFilter: codes }),
	};
}

function readMapping(actions: MitigationActions, members: Members): Record<string, readonly string[]> {
	const mapping = members.object("auditCheckToActionsMapping");
	const checks = mapping?.names ?? [];
	if (mapping === undefined || checks.length === 0)
		throw invalidRequest("auditCheckToActionsMapping is missing or empty");
	return Object.fromEntries(
		checks.map((check) => {
			const allowed = allowedActions(checkNamed(check).name);
			const named = actions.named(mapping.list(check) ?? []);
			const wrong = named.find(({ actionParams }) => !allowed.includes(typeOf(actionParams)));
			if (wrong === undefined) return [check, named.map(({ actionName }) => actionName)];
			throw invalidRequest(
				`${typeOf(wrong.actionParams)} (${quote(wrong.actionName)}) is no action for ${check}: there are ${allowed.join(", ")}`,
			);
		}),
	);
}

/** Suppressed findings are left alone. */
function findingsOf(
	results: AuditResults,
	{ auditTaskId, findingIds, auditCheckToReasonCodeFilter = {} }: ActionTaskTarget,
	mapping: Readonly<Record<string, readonly string[]>>,
): readonly AuditFinding[] {
	const isMeant = ({ checkName, isSuppressed, reasonForNonComplianceCode }: AuditFinding) => {
		const codes = auditCheckToReasonCodeFilter[checkName];
		return !isSuppressed && Object.hasOwn(mapping, checkName) && (codes?.includes(reasonForNonComplianceCode) ?? true);
	};
	if (auditTaskId === undefined) return (findingIds ?? []).map((id) => existing(results, id)).filter(isMeant);
	const start = results.find(auditTaskId)?.taskStartTime;
	if (start === undefined) throw invalidRequest(`There is no audit task ${quote(auditTaskId)}`);
	const period = { start, end: Number.MAX_SAFE_INTEGER };
	const findings = within(period, (range) => results.listFindings(range), findingKey)({});
	return [...findings].filter((finding) => finding.taskId === auditTaskId && isMeant(finding)).reverse();
}

function existing(results: AuditResults, findingId: string): AuditFinding {
	try {
		return results.describeFinding(findingId);
	} catch {
		throw invalidRequest(`There is no audit finding ${quote(findingId)}`);
	}
}

function describe({ tasks }: AuditActionTaskParts, { path }: ApiCall): Answer {
	const task = tasks.describe(path("taskId"));
	const { taskStatus, startTime, endTime, taskStatistics, target, auditCheckToActionsMapping, actions } = task;
	return {
		taskStatus,
		startTime: epochSeconds(startTime),
		...(endTime !== undefined && { endTime: epochSeconds(endTime) }),
		taskStatistics,
		target,
		auditCheckToActionsMapping,
		actionsDefinition: actions.map(definitionOf),
	};
}

function list({ tasks }: AuditActionTaskParts, call: ApiCall): Answer {
	const { query } = call;
	const auditTaskId = query.string("auditTaskId");
	const findingId = query.string("findingId");
	const status = query.string("taskStatus");
	const { items, next } = pageByToken(call, {
		from: within<AuditActionTask>(queryPeriod(query), (range) => tasks.list(range), actionTaskKey),
		keyOf: actionTaskKey,
		where: ({ target, taskStatus }) =>
			(auditTaskId === undefined || target.auditTaskId === auditTaskId) &&
			(findingId === undefined || (target.findingIds?.includes(findingId) ?? false)) &&
			(status === undefined || taskStatus === status),
		descending: true,
	});
	const shown = items.map(({ taskId, startTime, taskStatus }) => ({
		taskId,
		startTime: epochSeconds(startTime),
		taskStatus,
	}));
	return { tasks: shown, nextToken: next };
}

function listExecutions({ tasks }: AuditActionTaskParts, call: ApiCall): Answer {
	const { query } = call;
	const taskId = query.requiredString("taskId");
	const findingId = query.requiredString("findingId");
	const actionStatus = query.string("actionStatus");
	const { items, next } = pageByToken(call, {
		from: (range) => tasks.listExecutions(taskId, range),
		keyOf: executionKey,
		where: (row) => row.findingId === findingId && (actionStatus === undefined || row.status === actionStatus),
	});
	const actionsExecutions = items.map(({ number: _, startTime, endTime, ...execution }) => ({
		...execution,
		startTime: epochSeconds(startTime),
		endTime: epochSeconds(endTime),
	}));
	return { actionsExecutions, nextToken: next };
}
