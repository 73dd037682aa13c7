import { jsonRows } from "../../../store/json-rows.js";
import type { Store } from "../../../store/store.js";
import type { RowsFrom, Table } from "../../../store/table.js";

/** What became of one action on one item of a task. `number` puts those of one moment in their order. */
export type ActionExecution<What> = What & { readonly taskId: string; readonly number: number };

export interface ActionExecutionsOptions<What> {
	/** Of the table. */
	readonly name: string;
	readonly keyOf: (execution: ActionExecution<What>) => string;
	/** The oldest go when there are more. */
	readonly most: number;
}

/** Executions of all tasks of one kind. */
export class ActionExecutions<What> {
	readonly #rows: Table<ActionExecution<What>>;
	readonly #options: ActionExecutionsOptions<What>;
	#number = 0;

	constructor(store: Store, options: ActionExecutionsOptions<What>) {
		this.#options = options;
		this.#rows = store.table(options.name, jsonRows("taskId"), { orderOf: options.keyOf });
		for (const { number } of this.#rows.values()) this.#number = number;
	}

	add(execution: What & { readonly taskId: string }): void {
		const { keyOf, most } = this.#options;
		this.#number += 1;
		const row = Object.freeze({ ...execution, number: this.#number });
		this.#rows.set(keyOf(row), row);
		const [oldest] = this.#rows.values();
		if (this.#rows.size > most && oldest !== undefined) this.#rows.delete(keyOf(oldest));
	}

	list(range?: RowsFrom): Iterable<ActionExecution<What>> {
		return this.#rows.inOrder(range);
	}
}
