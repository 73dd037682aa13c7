import { type ExecutionStatus, executionStatuses } from "./job-execution.js";

export type StatusCounts = Readonly<Record<ExecutionStatus, number>>;

const none: StatusCounts = Object.freeze(
	Object.fromEntries(executionStatuses.map((status) => [status, 0])) as Record<ExecutionStatus, number>,
);

/** How many things of each job are in which status: kept as executions change, never counted anew. */
export class ThingCounts {
	readonly #counts = new Map<string, Record<ExecutionStatus, number>>();

	of(jobId: string): StatusCounts {
		return this.#counts.get(jobId) ?? none;
	}

	/** A thing's newest execution of the job went from one status to another; undefined where there was, or is, none. */
	move(jobId: string, from: ExecutionStatus | undefined, to: ExecutionStatus | undefined): void {
		const counts = this.#counts.get(jobId) ?? { ...none };
		if (from !== undefined) counts[from] -= 1;
		if (to !== undefined) counts[to] += 1;
		if (executionStatuses.every((status) => counts[status] === 0)) this.#counts.delete(jobId);
		else this.#counts.set(jobId, counts);
	}
}
