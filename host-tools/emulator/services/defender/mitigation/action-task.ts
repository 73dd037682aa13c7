import { timeKey } from "../../../http/pages.js";
import type { MitigationAction } from "./mitigation-action.js";

/** A task that did all it had to is COMPLETED for an audit's findings, and SUCCESSFUL for Detect's violations. */
export type ActionTaskStatus = "IN_PROGRESS" | "COMPLETED" | "SUCCESSFUL" | "FAILED" | "CANCELED";

/** `Details`: what it is about, and what became of that so far. */
export type ActionTask<Details> = Details & {
	readonly taskId: string;
	readonly taskStatus: ActionTaskStatus;
	/** ms */
	readonly startTime: number;
	/** ms */
	readonly endTime: number | undefined;
	readonly actions: readonly MitigationAction[];
	readonly clientRequestToken: string;
	/** How many of its items are done: the next emulator goes on behind them. */
	readonly done: number;
};

export function actionTaskKey({ startTime, taskId }: ActionTask<unknown>): string {
	return timeKey(startTime, taskId);
}
