import { timeKey } from "../../../http/pages.js";
import type { RowsFrom } from "../../../store/table.js";
import { type ActionExecution, ActionExecutions } from "./action-executions.js";
import type { ActionTask } from "./action-task.js";
import { ActionTasks, type ActionTasksParts } from "./action-tasks.js";
import { type ActionParts, performActions } from "./perform-action.js";

/** API model: DetectMitigationActionsTaskTarget. */
export interface DetectTarget {
	readonly violationIds?: readonly string[];
	readonly securityProfileName?: string;
	readonly behaviorName?: string;
}

/** Which violations are meant. */
export interface DetectChoice {
	readonly target: DetectTarget;
	/** ms */
	readonly range?: { readonly start: number; readonly end: number };
	readonly onlyActive: boolean;
	readonly withSuppressed: boolean;
}

export interface DetectActionDetails extends DetectChoice {
	readonly executed: number;
	readonly skipped: number;
	readonly failed: number;
}

export type DetectActionTask = ActionTask<DetectActionDetails>;

interface ViolationOutcome {
	readonly violationId: string;
	readonly thingName: string;
	readonly actionName: string;
	readonly status: "SUCCESSFUL" | "FAILED" | "SKIPPED";
	/** ms */
	readonly at: number;
	readonly errorCode?: string;
	readonly message?: string;
}

export type DetectActionExecution = ActionExecution<ViolationOutcome>;

export interface Violator {
	readonly violationId: string;
	readonly thingName: string;
}

export type DetectActionParts = ActionParts & ActionTasksParts;

/** Actions on the things of violations. */
export class DetectActionTasks extends ActionTasks<DetectActionDetails, Violator> {
	readonly #executions: ActionExecutions<ViolationOutcome>;

	constructor(parts: DetectActionParts) {
		const name = "detect-action-execution";
		const executions = new ActionExecutions(parts.store, { name, keyOf: detectExecutionKey, most: 10_000 });
		super(parts, {
			name: "detect-action",
			completed: "SUCCESSFUL",
			mitigate: (task, violator) => mitigate(parts, executions, task, violator),
			cancel: (task) => task,
		});
		this.#executions = executions;
	}

	/** In the order they were done. */
	listExecutions(range?: RowsFrom): Iterable<DetectActionExecution> {
		return this.#executions.list(range);
	}
}

export function detectExecutionKey({ at, number }: DetectActionExecution): string {
	return timeKey(at, String(number).padStart(12, "0"));
}

function mitigate(
	parts: DetectActionParts,
	executions: ActionExecutions<ViolationOutcome>,
	task: DetectActionTask,
	{ violationId, thingName }: Violator,
): DetectActionDetails {
	let { executed, skipped, failed } = task;
	const target = { resource: {}, thingName, about: `violation ${violationId}` };
	for (const [{ actionName }, outcome] of performActions(parts, task.actions, target)) {
		const status = outcome.status === "COMPLETED" ? "SUCCESSFUL" : outcome.status;
		if (status === "SUCCESSFUL") executed += 1;
		if (status === "SKIPPED") skipped += 1;
		if (status === "FAILED") failed += 1;
		const of = { taskId: task.taskId, violationId, thingName, actionName };
		executions.add({ ...of, ...outcome, status, at: parts.clock.now() });
	}
	return { ...task, executed, skipped, failed };
}
