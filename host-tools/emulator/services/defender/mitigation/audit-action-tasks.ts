import type { Store } from "../../../store/store.js";
import type { RowsFrom } from "../../../store/table.js";
import type { AuditResults } from "../audit/audit-results.js";
import type { AuditFinding } from "../audit/audit-task.js";
import { type ActionExecution, ActionExecutions } from "./action-executions.js";
import type { ActionTask } from "./action-task.js";
import { ActionTasks, type ActionTasksParts } from "./action-tasks.js";
import { type ActionParts, performActions } from "./perform-action.js";

export interface CheckStatistics {
	readonly totalFindingsCount: number;
	readonly failedFindingsCount: number;
	readonly succeededFindingsCount: number;
	readonly skippedFindingsCount: number;
	readonly canceledFindingsCount: number;
}

/** API model: AuditMitigationActionsTaskTarget. */
export interface ActionTaskTarget {
	readonly auditTaskId?: string;
	readonly findingIds?: readonly string[];
	readonly auditCheckToReasonCodeFilter?: Readonly<Record<string, readonly string[]>>;
}

export interface AuditActionDetails {
	readonly target: ActionTaskTarget;
	readonly auditCheckToActionsMapping: Readonly<Record<string, readonly string[]>>;
	readonly taskStatistics: Readonly<Record<string, CheckStatistics>>;
}

export type AuditActionTask = ActionTask<AuditActionDetails>;

interface FindingOutcome {
	readonly findingId: string;
	readonly actionName: string;
	readonly actionId: string;
	readonly status: "COMPLETED" | "FAILED" | "CANCELED" | "SKIPPED";
	/** ms */
	readonly startTime: number;
	/** ms */
	readonly endTime: number;
	readonly errorCode?: string;
	readonly message?: string;
}

export type AuditActionExecution = ActionExecution<FindingOutcome>;

/** A finding as a task has it to do. */
export type FindingItem = Pick<AuditFinding, "findingId" | "checkName">;

const none: CheckStatistics = Object.freeze({
	totalFindingsCount: 0,
	failedFindingsCount: 0,
	succeededFindingsCount: 0,
	skippedFindingsCount: 0,
	canceledFindingsCount: 0,
});

export type AuditActionParts = ActionParts & ActionTasksParts & { readonly results: AuditResults };

/** Actions on what audits found. */
export class AuditActionTasks extends ActionTasks<AuditActionDetails, FindingItem> {
	readonly #executions: ActionExecutions<FindingOutcome>;

	constructor(parts: AuditActionParts) {
		const executions = openExecutions(parts.store);
		super(parts, {
			name: "audit-action",
			completed: "COMPLETED",
			mitigate: (task, item) => mitigate(parts, executions, task, item),
			cancel: ({ taskStatistics, ...task }) => ({ ...task, taskStatistics: canceled(taskStatistics) }),
		});
		this.#executions = executions;
	}

	/** Of one task, in the order they were done. */
	*listExecutions(taskId: string, { after = `${taskId} ` }: RowsFrom = {}): Iterable<AuditActionExecution> {
		for (const execution of this.#executions.list({ after })) {
			if (execution.taskId !== taskId) return;
			yield execution;
		}
	}
}

function openExecutions(store: Store): ActionExecutions<FindingOutcome> {
	return new ActionExecutions(store, { name: "audit-action-execution", keyOf: executionKey, most: 50_000 });
}

export function executionKey({ taskId, number }: AuditActionExecution): string {
	return `${taskId} ${String(number).padStart(12, "0")}`;
}

/** Of a task that has done nothing yet. */
export function statisticsOf(items: readonly FindingItem[]): Record<string, CheckStatistics> {
	const statistics: Record<string, CheckStatistics> = {};
	for (const { checkName } of items) {
		const { totalFindingsCount, ...rest } = statistics[checkName] ?? none;
		statistics[checkName] = { ...rest, totalFindingsCount: totalFindingsCount + 1 };
	}
	return statistics;
}

function mitigate(
	parts: AuditActionParts,
	executions: ActionExecutions<FindingOutcome>,
	task: AuditActionTask,
	{ findingId, checkName }: FindingItem,
): AuditActionDetails {
	const { taskId, auditCheckToActionsMapping: mapping, taskStatistics, actions } = task;
	const finding = parts.results.findFinding(findingId);
	let worst: "COMPLETED" | "FAILED" | "SKIPPED" = finding === undefined ? "SKIPPED" : "COMPLETED";
	if (finding !== undefined) {
		const named = actions.filter(({ actionName }) => mapping[checkName]?.includes(actionName));
		const target = {
			resource: finding.nonCompliantResource.resourceIdentifier,
			about: `finding ${findingId} of ${checkName}: ${finding.reasonForNonCompliance}`,
		};
		for (const [{ actionName, actionId }, outcome] of performActions(parts, named, target)) {
			const now = parts.clock.now();
			executions.add({ taskId, findingId, actionName, actionId, startTime: now, endTime: now, ...outcome });
			if (worst !== "FAILED" && outcome.status !== "COMPLETED") worst = outcome.status;
		}
	}
	return { ...task, taskStatistics: counted(taskStatistics, checkName, worst) };
}

function counted(
	statistics: AuditActionDetails["taskStatistics"],
	checkName: string,
	status: "COMPLETED" | "FAILED" | "SKIPPED",
): AuditActionDetails["taskStatistics"] {
	const of = statistics[checkName] ?? none;
	const name = {
		COMPLETED: "succeededFindingsCount",
		FAILED: "failedFindingsCount",
		SKIPPED: "skippedFindingsCount",
	} as const;
	return { ...statistics, [checkName]: { ...of, [name[status]]: of[name[status]] + 1 } };
}

/** All findings that nothing was done about. */
function canceled(statistics: AuditActionDetails["taskStatistics"]): AuditActionDetails["taskStatistics"] {
	const checks = Object.entries(statistics).map(([checkName, of]) => {
		const done = of.failedFindingsCount + of.succeededFindingsCount + of.skippedFindingsCount;
		return [checkName, { ...of, canceledFindingsCount: of.totalFindingsCount - done }] as const;
	});
	return Object.fromEntries(checks);
}
