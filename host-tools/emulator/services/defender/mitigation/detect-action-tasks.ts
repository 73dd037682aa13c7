import { setImmediate as nextTurn } from "node:timers/promises";
import { AwsError, invalidRequest, notFound, quote } from "../../../aws-error.js";
import type { EmulatorClock } from "../../../clock.js";
import { timeKey } from "../../../http/pages.js";
import { jsonRows } from "../../../store/json-rows.js";
import type { Store } from "../../../store/store.js";
import type { RowsFrom, Table } from "../../../store/table.js";
import type { MitigationAction } from "./mitigation-action.js";
import { type ActionOutcome, type ActionParts, performAction } from "./perform-action.js";

/** API model: DetectMitigationActionsTaskTarget. */
export interface DetectTarget {
	readonly violationIds?: readonly string[];
	readonly securityProfileName?: string;
	readonly behaviorName?: string;
}

export interface DetectActionTask {
	readonly taskId: string;
	readonly taskStatus: "IN_PROGRESS" | "SUCCESSFUL" | "FAILED" | "CANCELED";
	/** ms */
	readonly startTime: number;
	/** ms */
	readonly endTime: number | undefined;
	readonly target: DetectTarget;
	/** ms */
	readonly range: { readonly start: number; readonly end: number } | undefined;
	readonly onlyActive: boolean;
	readonly withSuppressed: boolean;
	readonly actions: readonly MitigationAction[];
	readonly executed: number;
	readonly skipped: number;
	readonly failed: number;
	readonly clientRequestToken: string;
}

/** What became of one action on one violation. */
export interface DetectActionExecution {
	readonly taskId: string;
	readonly violationId: string;
	readonly thingName: string;
	readonly actionName: string;
	readonly status: "SUCCESSFUL" | "FAILED" | "SKIPPED";
	/** ms */
	readonly at: number;
	readonly errorCode?: string;
	readonly message?: string;
	/** Puts those of one moment in their order. */
	readonly number: number;
}

export interface Violator {
	readonly violationId: string;
	readonly thingName: string;
}

/** Ours; the oldest go first. */
const mostTasks = 1000;
const mostExecutions = 10_000;

export interface DetectActionTasksParts extends ActionParts {
	readonly store: Store;
	readonly clock: EmulatorClock;
}

type NewTask = Omit<DetectActionTask, "taskStatus" | "startTime" | "endTime" | "executed" | "skipped" | "failed">;

/** Performs actions on the things of violations, one after the other, in turns that leave others theirs. */
export class DetectActionTasks {
	readonly #tasks: Table<DetectActionTask>;
	readonly #executions: Table<DetectActionExecution>;
	readonly #parts: DetectActionTasksParts;
	#number: number;
	#isClosed = false;

	/** Tasks that a former emulator did not finish have failed. */
	constructor(parts: DetectActionTasksParts) {
		this.#parts = parts;
		const tasks = jsonRows<DetectActionTask>("taskId", { endTime: undefined, range: undefined });
		this.#tasks = parts.store.table("detect-action-task", tasks, { orderOf: detectTaskKey });
		const executions = jsonRows<DetectActionExecution>("violationId");
		this.#executions = parts.store.table("detect-action-execution", executions, { orderOf: detectExecutionKey });
		this.#number = [...this.#executions.values()].at(-1)?.number ?? 0;
		for (const task of [...this.#tasks.values()]) if (task.taskStatus === "IN_PROGRESS") this.#end(task, "FAILED");
	}

	/** Again with the same token is no error. */
	start(task: NewTask, violators: readonly Violator[]): void {
		if (!/^[a-zA-Z0-9_-]{1,128}$/.test(task.taskId)) {
			throw invalidRequest(`taskId must be 1 to 128 of a-z A-Z 0-9 _ -: it is ${quote(task.taskId)}`);
		}
		const present = this.#tasks.get(task.taskId);
		if (present?.clientRequestToken === task.clientRequestToken) return;
		if (present !== undefined) {
			throw new AwsError("TaskAlreadyExistsException", `There is a mitigation task "${task.taskId}" already`);
		}
		const counts = { executed: 0, skipped: 0, failed: 0 };
		const startTime = this.#parts.clock.now();
		this.#set({ ...task, taskStatus: "IN_PROGRESS", startTime, endTime: undefined, ...counts });
		const oldest = this.#tasks.inOrder().next().value;
		if (this.#tasks.size > mostTasks && oldest !== undefined) this.#tasks.delete(oldest.taskId);
		// What it throws is that the store takes nothing: everybody who changes something is told so.
		this.#run(task.taskId, violators).catch(() => {});
	}

	describe(taskId: string): DetectActionTask {
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
	list(range?: RowsFrom): Iterable<DetectActionTask> {
		return this.#tasks.inOrder(range);
	}

	/** In the order they were done. */
	listExecutions(range?: RowsFrom): Iterable<DetectActionExecution> {
		return this.#executions.inOrder(range);
	}

	close(): void {
		this.#isClosed = true;
	}

	async #run(taskId: string, violators: readonly Violator[]): Promise<void> {
		for (const violator of violators) {
			await nextTurn();
			const task = this.#isClosed ? undefined : this.#tasks.get(taskId);
			if (task?.taskStatus !== "IN_PROGRESS") return;
			this.#set(this.#mitigate(task, violator));
		}
		const task = this.#tasks.get(taskId);
		if (task?.taskStatus === "IN_PROGRESS") this.#end(task, "SUCCESSFUL");
	}

	/** Once an action failed, the later ones of the violation are skipped. */
	#mitigate(task: DetectActionTask, { violationId, thingName }: Violator): DetectActionTask {
		let { executed, skipped, failed } = task;
		let isFailed = false;
		for (const action of task.actions) {
			const outcome: ActionOutcome = isFailed
				? { status: "SKIPPED", message: "An action before it failed" }
				: performAction(this.#parts, action, { resource: {}, thingName, about: `violation ${violationId}` });
			const status = outcome.status === "COMPLETED" ? "SUCCESSFUL" : outcome.status;
			if (status === "SUCCESSFUL") executed += 1;
			if (status === "SKIPPED") skipped += 1;
			if (status === "FAILED") failed += 1;
			isFailed ||= status === "FAILED";
			this.#note(
				{ taskId: task.taskId, violationId, thingName, actionName: action.actionName },
				{ ...outcome, status },
			);
		}
		return { ...task, executed, skipped, failed };
	}

	#note(
		of: Pick<DetectActionExecution, "taskId" | "violationId" | "thingName" | "actionName">,
		outcome: Pick<DetectActionExecution, "status" | "errorCode" | "message">,
	): void {
		this.#number += 1;
		const row = { ...of, ...outcome, at: this.#parts.clock.now(), number: this.#number };
		this.#executions.set(detectExecutionKey(row), Object.freeze(row));
		const oldest = this.#executions.inOrder().next().value;
		if (this.#executions.size > mostExecutions && oldest !== undefined) {
			this.#executions.delete(detectExecutionKey(oldest));
		}
	}

	#end(task: DetectActionTask, taskStatus: DetectActionTask["taskStatus"]): void {
		this.#set({ ...task, taskStatus, endTime: this.#parts.clock.now() });
	}

	#set(task: DetectActionTask): void {
		this.#tasks.set(task.taskId, Object.freeze(task));
	}
}

export function detectTaskKey({ startTime, taskId }: DetectActionTask): string {
	return timeKey(startTime, taskId);
}

export function detectExecutionKey({ at, number }: DetectActionExecution): string {
	return timeKey(at, String(number).padStart(12, "0"));
}
