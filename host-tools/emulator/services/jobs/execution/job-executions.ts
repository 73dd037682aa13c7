import { GroupedKeys } from "../../../store/grouped-keys.js";
import { jsonRows } from "../../../store/json-rows.js";
import type { Store } from "../../../store/store.js";
import type { RowsFrom, Table } from "../../../store/table.js";
import type { ExecutionStatus, JobExecution } from "./job-execution.js";
import { PendingExecutions } from "./pending-executions.js";
import { placeOf } from "./places.js";
import { type StatusCounts, ThingCounts } from "./thing-counts.js";

/** Ours. */
const mostExecutions = 300_000;

/** All executions, found by job, by thing and by status; what is counted and what is pending follow each change. */
export class JobExecutions {
	readonly pending = new PendingExecutions();
	/** place → row */
	readonly #rows: Table<JobExecution>;
	/** `job thing` → its tries, the newest last */
	readonly #tries = new Map<string, readonly JobExecution[]>();
	readonly #groups = new GroupedKeys();
	readonly #counts = new ThingCounts();
	#sequence = 0;

	constructor(store: Store) {
		this.#rows = store.table("job-execution", jsonRows<JobExecution>("executionNumber"));
		const kept = [...this.#rows.values()].sort((a, b) => a.sequence - b.sequence);
		for (const row of kept) this.#index(undefined, row);
		this.#sequence = kept.at(-1)?.sequence ?? 0;
	}

	/** How many more there may be. */
	get room(): number {
		return Math.max(mostExecutions - this.#rows.size, 0);
	}

	/** For an execution that is to be queued behind all others. */
	nextSequence(): number {
		this.#sequence += 1;
		return this.#sequence;
	}

	/** Adds an execution, or replaces it as it was. */
	put(execution: JobExecution): void {
		const place = placeOf(execution.sequence);
		const before = this.#rows.get(place);
		this.#rows.set(place, Object.freeze(execution));
		this.#index(before, execution);
	}

	remove(execution: JobExecution): void {
		if (this.#rows.delete(placeOf(execution.sequence))) this.#index(execution, undefined);
	}

	all(): Iterable<JobExecution> {
		return this.#rows.values();
	}

	at(place: string): JobExecution | undefined {
		return this.#rows.get(place);
	}

	/** The newest try, or the one of that number. */
	find(jobId: string, thingName: string, executionNumber?: number): JobExecution | undefined {
		const tries = this.#tries.get(`${jobId} ${thingName}`) ?? [];
		if (executionNumber === undefined) return tries.at(-1);
		return tries.find((one) => one.executionNumber === executionNumber);
	}

	triesOf(jobId: string, thingName: string): readonly JobExecution[] {
		return this.#tries.get(`${jobId} ${thingName}`) ?? [];
	}

	/** In the order in which they were queued; `after`: a place. */
	ofJob(jobId: string, status?: ExecutionStatus, range?: RowsFrom): Iterable<JobExecution> {
		return this.#in(status === undefined ? `job ${jobId}` : `job ${jobId} ${status}`, range);
	}

	ofThing(thingName: string, range?: RowsFrom): Iterable<JobExecution> {
		return this.#in(`thing ${thingName}`, range);
	}

	/** What the thing has to do, the next one first. */
	*pendingOf(thingName: string): IterableIterator<JobExecution> {
		for (const place of this.pending.placesOf(thingName)) {
			const row = this.#rows.get(place);
			if (row !== undefined) yield row;
		}
	}

	/** The place of what the thing has to do next. */
	headOf(thingName: string): string | undefined {
		return this.pending.headOf(thingName);
	}

	/** Things by the status of their newest try. */
	countsOf(jobId: string): StatusCounts {
		return this.#counts.of(jobId);
	}

	/** Tries, the older ones too: all, or those in a status. */
	triesIn(jobId: string, status?: ExecutionStatus): number {
		return this.#groups.sizeOf(status === undefined ? `job ${jobId}` : `job ${jobId} ${status}`);
	}

	*#in(group: string, range?: RowsFrom): IterableIterator<JobExecution> {
		for (const place of this.#groups.inOrder(group, range)) {
			const row = this.#rows.get(place);
			if (row !== undefined) yield row;
		}
	}

	#index(before: JobExecution | undefined, after: JobExecution | undefined): void {
		const { jobId, thingName, sequence } = (after ?? before) as JobExecution;
		const place = placeOf(sequence);
		const newest = this.find(jobId, thingName)?.status;
		this.#setTry(before, after);
		this.#counts.move(jobId, newest, this.find(jobId, thingName)?.status);
		if (before === undefined) for (const name of groupsOf(jobId, thingName)) this.#groups.add(name, place);
		if (after === undefined) for (const name of groupsOf(jobId, thingName)) this.#groups.remove(name, place);
		if (before?.status !== after?.status) {
			if (before !== undefined) this.#groups.remove(`job ${jobId} ${before.status}`, place);
			if (after !== undefined) this.#groups.add(`job ${jobId} ${after.status}`, place);
		}
		this.pending.replace(before, after);
	}

	#setTry(before: JobExecution | undefined, after: JobExecution | undefined): void {
		const { jobId, thingName } = (after ?? before) as JobExecution;
		const key = `${jobId} ${thingName}`;
		const others = (this.#tries.get(key) ?? []).filter((one) => one.sequence !== (after ?? before)?.sequence);
		const all = after === undefined ? others : [...others, after];
		if (all.length === 0) this.#tries.delete(key);
		else this.#tries.set(key, all.length === 1 ? all : all.sort((a, b) => a.sequence - b.sequence));
	}
}

function groupsOf(jobId: string, thingName: string): readonly string[] {
	return [`job ${jobId}`, `thing ${thingName}`];
}
