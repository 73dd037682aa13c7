import { randomBytes } from "node:crypto";
import { AwsError, invalidRequest, notFound, quote } from "../../../aws-error.js";
import { timeKey } from "../../../http/pages.js";
import { jsonRows } from "../../../store/json-rows.js";
import type { Store } from "../../../store/store.js";
import type { RowsFrom, Table } from "../../../store/table.js";
import type { AuditFinding, AuditTask } from "./audit-task.js";

/** AWS: on-demand audits at a time, and ms for which results are kept. */
const mostAtATime = 10;
const keptFor = 90 * 24 * 3600 * 1000;
/** Ours; the oldest go first. */
const mostTasks = 10_000;
const mostFindings = 100_000;

/** What audits found. */
export class AuditResults {
	readonly #tasks: Table<AuditTask>;
	readonly #findings: Table<AuditFinding>;

	constructor(store: Store) {
		const tasks = jsonRows<AuditTask>("taskId");
		this.#tasks = store.table("audit-task", tasks, { orderOf: taskKey });
		const findings = jsonRows<AuditFinding>("findingId");
		this.#findings = store.table("audit-finding", findings, { orderOf: findingKey });
	}

	/** Throws LimitExceededException. */
	checkRoomForOneMore(): void {
		const running = this.running().length;
		if (running < mostAtATime) return;
		const message = `${running} audits are in progress, the limit is ${mostAtATime}: wait for one, or cancel it`;
		throw new AwsError("LimitExceededException", message);
	}

	running(): readonly AuditTask[] {
		return [...this.#tasks.values()].filter((task) => task.taskStatus === "IN_PROGRESS");
	}

	/** Throws ResourceNotFoundException. */
	describe(taskId: string): AuditTask {
		const task = this.#tasks.get(checkId("taskId", taskId));
		if (task !== undefined) return task;
		throw notFound(`There is no audit task ${quote(taskId)}`);
	}

	find(taskId: string): AuditTask | undefined {
		return this.#tasks.get(taskId);
	}

	set(task: AuditTask): void {
		this.#tasks.set(task.taskId, Object.freeze(task));
	}

	/** Keeps it under an id of its own. */
	addFinding(finding: Omit<AuditFinding, "findingId">): void {
		const findingId = newId();
		this.#findings.set(findingId, Object.freeze({ findingId, ...finding }));
		if (this.#findings.size > mostFindings) this.#dropOldest(this.#findings, (row) => row.findingId);
	}

	/** Forgets what checks of the task have found. */
	removeFindings({ taskId, taskStartTime }: AuditTask, checkNames: readonly string[]): void {
		const isMeant = (row: AuditFinding) => row.taskId === taskId && checkNames.includes(row.checkName);
		const found = [...this.#findings.inOrder({ after: timeKey(taskStartTime, "") })].filter(isMeant);
		for (const { findingId } of found) this.#findings.delete(findingId);
	}

	findFinding(findingId: string): AuditFinding | undefined {
		return this.#findings.get(findingId);
	}

	/** Throws ResourceNotFoundException. */
	describeFinding(findingId: string): AuditFinding {
		const finding = this.#findings.get(checkId("findingId", findingId));
		if (finding !== undefined) return finding;
		throw notFound(`There is no audit finding ${quote(findingId)}`);
	}

	/** By the time they began. */
	listTasks(range?: RowsFrom): Iterable<AuditTask> {
		return this.#tasks.inOrder(range);
	}

	/** By the time they were made. */
	listFindings(range?: RowsFrom): Iterable<AuditFinding> {
		return this.#findings.inOrder(range);
	}

	/** Forgets what is too old, or too much. */
	sweep(now: number): void {
		const before = timeKey(Math.max(now - keptFor, 0), "");
		for (const finding of takeBefore(this.#findings.inOrder(), findingKey, before)) {
			this.#findings.delete(finding.findingId);
		}
		for (const task of takeBefore(this.#tasks.inOrder(), taskKey, before)) this.#tasks.delete(task.taskId);
		while (this.#tasks.size > mostTasks) this.#dropOldest(this.#tasks, (row) => row.taskId);
	}

	#dropOldest<T>(table: Table<T>, idOf: (row: T) => string): void {
		const oldest = table.inOrder().next().value;
		if (oldest !== undefined) table.delete(idOf(oldest));
	}
}

export function taskKey({ taskStartTime, taskId }: AuditTask): string {
	return timeKey(taskStartTime, taskId);
}

export function findingKey({ findingTime, findingId }: AuditFinding): string {
	return timeKey(findingTime, findingId);
}

/** As AWS's of tasks and findings: 32 hexadecimal digits. */
export function newId(): string {
	return randomBytes(16).toString("hex");
}

function checkId(member: string, text: string): string {
	if (/^[a-zA-Z0-9_-]{1,128}$/.test(text)) return text;
	throw invalidRequest(`${member} must be 1 to 128 of a-z A-Z 0-9 _ -: it is ${quote(text)}`);
}

/** A copy: they are to be deleted. */
function takeBefore<T>(rows: Iterable<T>, keyOf: (row: T) => string, before: string): readonly T[] {
	const taken: T[] = [];
	for (const row of rows) {
		if (keyOf(row) >= before) break;
		taken.push(row);
	}
	return taken;
}
