import { setImmediate as nextTurn } from "node:timers/promises";
import { AwsError, invalidRequest, notFound, quote } from "../../../aws-error.js";
import type { EmulatorClock } from "../../../clock.js";
import { timeKey } from "../../../http/pages.js";
import { jsonRows } from "../../../store/json-rows.js";
import type { Store } from "../../../store/store.js";
import type { RowsFrom, Table } from "../../../store/table.js";
import type { AuditFinding } from "../audit/audit-task.js";
import type { MitigationAction } from "./mitigation-action.js";
import { type ActionOutcome, type ActionParts, performAction } from "./perform-action.js";

export type ActionTaskStatus = "IN_PROGRESS" | "COMPLETED" | "FAILED" | "CANCELED";
export type ExecutionStatus = "COMPLETED" | "FAILED" | "CANCELED" | "SKIPPED";

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

export interface AuditActionTask {
	readonly taskId: string;
	readonly taskStatus: ActionTaskStatus;
	/** ms */
	readonly startTime: number;
	/** ms */
	readonly endTime: number | undefined;
	readonly target: ActionTaskTarget;
	readonly auditCheckToActionsMapping: Readonly<Record<string, readonly string[]>>;
	readonly actions: readonly MitigationAction[];
	readonly taskStatistics: Readonly<Record<string, CheckStatistics>>;
	readonly clientRequestToken: string;
}

/** What became of one action on one finding. */
export interface AuditActionExecution {
	readonly taskId: string;
	readonly findingId: string;
	readonly actionName: string;
	readonly actionId: string;
	readonly status: ExecutionStatus;
	/** ms */
	readonly startTime: number;
	/** ms */
	readonly endTime: number;
	readonly errorCode?: string;
	readonly message?: string;
	/** Puts it in the order of all. */
	readonly number: number;
}

/** Ours; the oldest go first. */
const mostTasks = 1000;
const mostExecutions = 50_000;
const none: CheckStatistics = Object.freeze({
	totalFindingsCount: 0,
	failedFindingsCount: 0,
	succeededFindingsCount: 0,
	skippedFindingsCount: 0,
	canceledFindingsCount: 0,
});

export interface AuditActionTasksParts extends ActionParts {
	readonly store: Store;
	readonly clock: EmulatorClock;
}

export type NewActionTask = Pick<
	AuditActionTask,
	"taskId" | "target" | "auditCheckToActionsMapping" | "actions" | "clientRequestToken"
>;

/** Performs actions on findings, one finding after the other, in turns that leave others theirs. */
export class AuditActionTasks {
	readonly #tasks: Table<AuditActionTask>;
	readonly #executions: Table<AuditActionExecution>;
	readonly #parts: AuditActionTasksParts;
	#number: number;
	#isClosed = false;

	/** Tasks that a former emulator did not finish have failed. */
	constructor(parts: AuditActionTasksParts) {
		this.#parts = parts;
		const tasks = jsonRows<AuditActionTask>("taskId", { endTime: undefined });
		this.#tasks = parts.store.table("audit-action-task", tasks, { orderOf: actionTaskKey });
		const executions = jsonRows<AuditActionExecution>("findingId");
		this.#executions = parts.store.table("audit-action-execution", executions, { orderOf: executionKey });
		this.#number = [...this.#executions.values()].at(-1)?.number ?? 0;
		for (const task of [...this.#tasks.values()]) if (task.taskStatus === "IN_PROGRESS") this.#end(task, "FAILED");
	}

	/** Again with the same token is no error. `findings`: those that are not suppressed. */
	start(task: NewActionTask, findings: readonly AuditFinding[]): void {
		if (!/^[a-zA-Z0-9_-]{1,128}$/.test(task.taskId)) {
			throw invalidRequest(`taskId must be 1 to 128 of a-z A-Z 0-9 _ -: it is ${quote(task.taskId)}`);
		}
		const present = this.#tasks.get(task.taskId);
		if (present?.clientRequestToken === task.clientRequestToken) return;
		if (present !== undefined) {
			throw new AwsError("TaskAlreadyExistsException", `There is a mitigation task "${task.taskId}" already`);
		}
		const statistics: Record<string, CheckStatistics> = {};
		for (const { checkName } of findings) {
			const { totalFindingsCount, ...rest } = statistics[checkName] ?? none;
			statistics[checkName] = { ...rest, totalFindingsCount: totalFindingsCount + 1 };
		}
		const startTime = this.#parts.clock.now();
		this.#set({ ...task, taskStatus: "IN_PROGRESS", startTime, endTime: undefined, taskStatistics: statistics });
		while (this.#tasks.size > mostTasks) this.#forgetOldest();
		// What it throws is that the store takes nothing: everybody who changes something is told so.
		this.#run(task.taskId, findings).catch(() => {});
	}

	describe(taskId: string): AuditActionTask {
		const task = this.#tasks.get(taskId);
		if (task !== undefined) return task;
		throw notFound(`There is no mitigation task ${quote(taskId)}`);
	}

	/** Nothing of what was done is undone. A task that has ended is left as it is. */
	cancel(taskId: string): void {
		const task = this.describe(taskId);
		if (task.taskStatus === "IN_PROGRESS") this.#end(task, "CANCELED");
	}

	/** By the time they began. */
	list(range?: RowsFrom): Iterable<AuditActionTask> {
		return this.#tasks.inOrder(range);
	}

	/** Of one task, in the order they were done. */
	*listExecutions(taskId: string, { after = `${taskId} ` }: RowsFrom = {}): Iterable<AuditActionExecution> {
		for (const execution of this.#executions.inOrder({ after })) {
			if (execution.taskId !== taskId) return;
			yield execution;
		}
	}

	close(): void {
		this.#isClosed = true;
	}

	async #run(taskId: string, findings: readonly AuditFinding[]): Promise<void> {
		for (const finding of findings) {
			await nextTurn();
			const task = this.#isClosed ? undefined : this.#tasks.get(taskId);
			if (task === undefined) return;
			const isCanceled = task.taskStatus !== "IN_PROGRESS";
			const status = isCanceled ? "CANCELED" : this.#mitigate(task, finding);
			this.#set({ ...task, taskStatistics: counted(task.taskStatistics, finding.checkName, status) });
		}
		const task = this.#tasks.get(taskId);
		if (task?.taskStatus === "IN_PROGRESS") this.#end(task, "COMPLETED");
	}

	/** Once an action failed, the later ones of the finding are skipped. */
	#mitigate(task: AuditActionTask, finding: AuditFinding): ExecutionStatus {
		const names = task.auditCheckToActionsMapping[finding.checkName] ?? [];
		let worst: ExecutionStatus = "COMPLETED";
		for (const action of task.actions.filter(({ actionName }) => names.includes(actionName))) {
			const outcome: ActionOutcome =
				worst === "FAILED"
					? { status: "SKIPPED", message: "An action before it failed" }
					: performAction(this.#parts, action, {
							resource: finding.nonCompliantResource.resourceIdentifier,
							about: `finding ${finding.findingId} of ${finding.checkName}: ${finding.reasonForNonCompliance}`,
						});
			this.#note(task.taskId, finding.findingId, action, outcome);
			if (worst !== "FAILED" && outcome.status !== "COMPLETED") worst = outcome.status;
		}
		return worst;
	}

	#note(taskId: string, findingId: string, { actionName, actionId }: MitigationAction, outcome: ActionOutcome): void {
		const now = this.#parts.clock.now();
		this.#number += 1;
		const execution = { taskId, findingId, actionName, actionId, startTime: now, endTime: now, ...outcome };
		const row = { ...execution, number: this.#number };
		this.#executions.set(executionKey(row), Object.freeze(row));
		if (this.#executions.size <= mostExecutions) return;
		const oldest = this.#executions.values().next().value;
		if (oldest !== undefined) this.#executions.delete(executionKey(oldest));
	}

	#end(task: AuditActionTask, taskStatus: ActionTaskStatus): void {
		this.#set({ ...task, taskStatus, endTime: this.#parts.clock.now() });
	}

	#set(task: AuditActionTask): void {
		this.#tasks.set(task.taskId, Object.freeze(task));
	}

	#forgetOldest(): void {
		const oldest = this.#tasks.inOrder().next().value;
		if (oldest !== undefined) this.#tasks.delete(oldest.taskId);
	}
}

export function actionTaskKey({ startTime, taskId }: AuditActionTask): string {
	return timeKey(startTime, taskId);
}

export function executionKey({ taskId, number }: AuditActionExecution): string {
	return `${taskId} ${String(number).padStart(12, "0")}`;
}

function counted(
	statistics: AuditActionTask["taskStatistics"],
	checkName: string,
	status: ExecutionStatus,
): AuditActionTask["taskStatistics"] {
	const of = { ...(statistics[checkName] ?? none) };
	const name = {
		COMPLETED: "succeededFindingsCount",
		FAILED: "failedFindingsCount",
		SKIPPED: "skippedFindingsCount",
		CANCELED: "canceledFindingsCount",
	} as const;
	return { ...statistics, [checkName]: { ...of, [name[status]]: of[name[status]] + 1 } };
}
