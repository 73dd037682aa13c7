import { OrderedKeys } from "../../../store/ordered-keys.js";
import { type ExecutionStatus, isPending, type JobExecution } from "./job-execution.js";
import { placeOf } from "./places.js";

/** Hears before the pending executions of a thing change. */
export type PendingListener = (thingName: string, change: { readonly isMember: boolean }) => void;

/**
 * What each thing has to do: executions that are QUEUED or IN_PROGRESS, those in progress first, then in the order in which they
 * were queued. Those of a job whose maintenance window is closed are left out.
 */
export class PendingExecutions {
	/** thing name → keys of `keyOf` */
	readonly #queues = new Map<string, OrderedKeys>();
	readonly #hidden = new Set<string>();
	#listener: PendingListener = () => {};

	listen(listener: PendingListener): void {
		this.#listener = listener;
	}

	/** Places, the first is the thing's next one. */
	*placesOf(thingName: string): IterableIterator<string> {
		for (const key of this.#queues.get(thingName)?.from(undefined) ?? []) yield key.slice(1);
	}

	headOf(thingName: string): string | undefined {
		const [first] = this.placesOf(thingName);
		return first;
	}

	/** Puts the execution where it belongs now; `before`: as it was. */
	replace(before: JobExecution | undefined, after: JobExecution | undefined): void {
		const from = before === undefined ? undefined : this.#keyOf(before);
		const to = after === undefined ? undefined : this.#keyOf(after);
		const thingName = (after ?? before)?.thingName ?? "";
		if (from === to) return;
		this.#listener(thingName, { isMember: (from === undefined) !== (to === undefined) });
		if (from !== undefined) this.#remove(thingName, from);
		if (to !== undefined) this.#add(thingName, to);
	}

	/** Leaves the job's executions out from now on, or takes them in again; `executions`: those that are pending. */
	hide(jobId: string, hidden: boolean, executions: Iterable<JobExecution>): void {
		if (this.#hidden.has(jobId) === hidden) return;
		for (const execution of executions) {
			const key = keyOf(execution);
			if (key === undefined) continue;
			this.#listener(execution.thingName, { isMember: true });
			if (hidden) this.#remove(execution.thingName, key);
			else this.#add(execution.thingName, key);
		}
		if (hidden) this.#hidden.add(jobId);
		else this.#hidden.delete(jobId);
	}

	#keyOf(execution: JobExecution): string | undefined {
		return this.#hidden.has(execution.jobId) ? undefined : keyOf(execution);
	}

	#add(thingName: string, key: string): void {
		const queue = this.#queues.get(thingName);
		if (queue === undefined) this.#queues.set(thingName, new OrderedKeys([key]));
		else queue.add(key);
	}

	#remove(thingName: string, key: string): void {
		const queue = this.#queues.get(thingName);
		queue?.remove(key);
		const [first] = queue?.from(undefined) ?? [];
		if (first === undefined) this.#queues.delete(thingName);
	}
}

function keyOf({ status, sequence }: { readonly status: ExecutionStatus; readonly sequence: number }) {
	if (!isPending(status)) return undefined;
	return `${status === "IN_PROGRESS" ? 0 : 1}${placeOf(sequence)}`;
}
