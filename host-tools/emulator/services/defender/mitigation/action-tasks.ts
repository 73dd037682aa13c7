import { setImmediate as nextTurn } from "node:timers/promises";
import { AwsError, invalidRequest, notFound, quote } from "../../../aws-error.js";
import type { EmulatorClock } from "../../../clock.js";
import { jsonRows } from "../../../store/json-rows.js";
import type { Store } from "../../../store/store.js";
import type { RowsFrom, Table } from "../../../store/table.js";
import { type ActionTask, type ActionTaskStatus, actionTaskKey } from "./action-task.js";

/** Ours; the oldest go first. */
const mostTasks = 1000;

/** What a task does to each of its items: findings of an audit, or violations. */
export interface ActionTaskKind<Details, Item> {
	/** Of its tables: `<name>-task`, `<name>-work`. */
	readonly name: string;
	/** How a task ends that did all it had to. */
	readonly completed: ActionTaskStatus;
	/** Performs the task's actions on one item. Returns the details as they are then. */
	readonly mitigate: (task: ActionTask<Details>, item: Item) => Details;
	/** The details of a task that leaves the rest of its items alone. */
	readonly cancel: (task: ActionTask<Details>) => Details;
}

/** What a task that is not over has to do. */
interface Work<Item> {
	readonly taskId: string;
	readonly items: readonly Item[];
}

export interface ActionTasksParts {
	readonly store: Store;
	readonly clock: EmulatorClock;
}

export type NewActionTask = Pick<ActionTask<object>, "taskId" | "actions" | "clientRequestToken">;

/** Mitigation tasks of one kind. One item is done after the other, in turns that leave others theirs. */
export class ActionTasks<Details, Item> {
	readonly #tasks: Table<ActionTask<Details>>;
	readonly #work: Table<Work<Item>>;
	readonly #kind: ActionTaskKind<Details, Item>;
	readonly #clock: EmulatorClock;
	#isClosed = false;

	/** Tasks that a former emulator did not finish go on. */
	constructor({ store, clock }: ActionTasksParts, kind: ActionTaskKind<Details, Item>) {
		this.#kind = kind;
		this.#clock = clock;
		this.#tasks = store.table<ActionTask<Details>>(`${kind.name}-task`, jsonRows("taskId"), { orderOf: actionTaskKey });
		this.#work = store.table(`${kind.name}-work`, jsonRows("taskId"));
		for (const task of [...this.#tasks.values()]) if (task.taskStatus === "IN_PROGRESS") this.#goOn(task);
	}

	/** Again with the same token is no error. `details`: as they are before the first item. */
	start(given: NewActionTask, details: Details, items: readonly Item[]): void {
		const { taskId, clientRequestToken } = given;
		if (!/^[a-zA-Z0-9_-]{1,128}$/.test(taskId)) {
			throw invalidRequest(`taskId must be 1 to 128 of a-z A-Z 0-9 _ -: it is ${quote(taskId)}`);
		}
		const present = this.#tasks.get(taskId);
		if (present?.clientRequestToken === clientRequestToken) return;
		if (present !== undefined) {
			throw new AwsError("TaskAlreadyExistsException", `There is a mitigation task "${taskId}" already`);
		}
		this.#work.set(taskId, Object.freeze({ taskId, items }));
		const startTime = this.#clock.now();
		const task = this.#keep({
			...details,
			...given,
			taskStatus: "IN_PROGRESS",
			startTime,
			endTime: undefined,
			done: 0,
		});
		while (this.#tasks.size > mostTasks) this.#forgetOldest();
		this.#goOn(task);
	}

	describe(taskId: string): ActionTask<Details> {
		const task = this.#tasks.get(taskId);
		if (task !== undefined) return task;
		throw notFound(`There is no mitigation task ${quote(taskId)}`);
	}

	/** Nothing of what was done is undone. A task that has ended is left as it is. */
	cancel(taskId: string): void {
		const task = this.describe(taskId);
		if (task.taskStatus === "IN_PROGRESS") this.#end({ ...task, ...this.#kind.cancel(task) }, "CANCELED");
	}

	/** By the time they began. */
	list(range?: RowsFrom): Iterable<ActionTask<Details>> {
		return this.#tasks.inOrder(range);
	}

	close(): void {
		this.#isClosed = true;
	}

	#goOn(task: ActionTask<Details>): void {
		const work = this.#work.get(task.taskId);
		// Version 0.1.0 did not keep it.
		if (work === undefined) this.#end(task, "FAILED");
		// What it throws is that the store takes nothing: everybody who changes something is told so.
		else this.#run(task.taskId, work.items.slice(task.done)).catch(() => {});
	}

	async #run(taskId: string, items: readonly Item[]): Promise<void> {
		for (const item of items) {
			await nextTurn();
			const task = this.#running(taskId);
			if (task === undefined) return;
			this.#keep({ ...task, ...this.#kind.mitigate(task, item), done: task.done + 1 });
		}
		const task = this.#running(taskId);
		if (task !== undefined) this.#end(task, this.#kind.completed);
	}

	#running(taskId: string): ActionTask<Details> | undefined {
		const task = this.#isClosed ? undefined : this.#tasks.get(taskId);
		return task?.taskStatus === "IN_PROGRESS" ? task : undefined;
	}

	#end(task: ActionTask<Details>, taskStatus: ActionTaskStatus): void {
		this.#keep({ ...task, taskStatus, endTime: this.#clock.now() });
		this.#work.delete(task.taskId);
	}

	#keep(task: ActionTask<Details>): ActionTask<Details> {
		this.#tasks.set(task.taskId, Object.freeze(task));
		return task;
	}

	#forgetOldest(): void {
		const [oldest] = this.#tasks.inOrder();
		if (oldest === undefined) return;
		this.#tasks.delete(oldest.taskId);
		this.#work.delete(oldest.taskId);
	}
}
