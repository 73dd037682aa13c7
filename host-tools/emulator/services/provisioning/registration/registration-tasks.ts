import { randomUUID } from "node:crypto";
import type { ArnScope } from "../../../arn.js";
import { invalidRequest, notFound, quote } from "../../../aws-error.js";
import { localBuckets } from "../../../buckets.js";
import type { EmulatorClock } from "../../../clock.js";
import { timeKey } from "../../../http/pages.js";
import { jsonRows } from "../../../store/json-rows.js";
import type { Store } from "../../../store/store.js";
import type { RowsFrom, Table } from "../../../store/table.js";
import { checkRoleArn } from "../../checks.js";
import { parseTemplateBody } from "../template/parse-template-body.js";
import type { RegistrationParts } from "./register-resources.js";
import type { RegistrationTask, ReportLine, ReportType } from "./registration-task.js";
import { runTask, type TaskProgress } from "./run-task.js";

/** Ours; the oldest and their reports are forgotten when there are more. */
const mostTasks = 20;

export interface RegistrationTasksOptions extends RegistrationParts {
	readonly clock: EmulatorClock;
	readonly store: Store;
	/** Folder that stands for S3; nothing can be registered without it. */
	readonly bucketDirectory: string | undefined;
}

export type NewTask = Pick<RegistrationTask, "templateBody" | "inputFileBucket" | "inputFileKey" | "roleArn">;

/** Bulk registrations, one at a time. Throws AwsError as the AWS operation of the same name would. */
export class RegistrationTasks {
	readonly #options: RegistrationTasksOptions;
	readonly #tasks: Table<RegistrationTask>;
	readonly #lines: Table<ReportLine>;
	#isClosed = false;

	/** What was under way when the emulator ended has failed. */
	constructor(options: RegistrationTasksOptions) {
		const { store } = options;
		this.#options = options;
		const orderOf = ({ creationDate, taskId }: RegistrationTask) => timeKey(creationDate, taskId);
		const rows = jsonRows<RegistrationTask>("taskId", { message: undefined });
		this.#tasks = store.table("thing-registration-task", rows, { orderOf });
		const lines = { orderOf: (line: ReportLine) => lineKey(line) };
		this.#lines = store.table("thing-registration-report", jsonRows<ReportLine>("taskId"), lines);
		for (const task of [...this.#tasks.values()]) {
			if (isUnderWay(task)) this.#change(task.taskId, { status: "Failed", message: "The emulator ended meanwhile" });
		}
	}

	start(given: NewTask, scope: ArnScope): RegistrationTask {
		checkTask(given);
		this.#checkBuckets();
		const other = [...this.#tasks.values()].find(isUnderWay);
		if (other !== undefined) {
			throw invalidRequest(`Task ${other.taskId} is under way, and one can run at a time: wait, or stop it`);
		}
		this.#forgetOldest();
		const now = this.#options.clock.now();
		const task: RegistrationTask = Object.freeze({
			taskId: randomUUID(),
			...given,
			status: "InProgress",
			message: undefined,
			successCount: 0,
			failureCount: 0,
			percentageProgress: 0,
			creationDate: now,
			lastModifiedDate: now,
			scope,
		});
		this.#tasks.set(task.taskId, task);
		const { registry, pki, bucketDirectory } = this.#options;
		const buckets = localBuckets(bucketDirectory);
		void runTask(task, this.#progressOf(task.taskId), { registry, pki, buckets });
		return task;
	}

	describe(taskId: string): RegistrationTask {
		const task = this.#tasks.get(taskId);
		if (task !== undefined) return task;
		throw notFound(`There is no thing registration task ${quote(taskId)}`);
	}

	/** That a task which is over stays as it is, without an error, is guessed. */
	stop(taskId: string): void {
		if (this.describe(taskId).status === "InProgress") this.#change(taskId, { status: "Cancelling" });
	}

	/** Oldest first. */
	list(range?: RowsFrom): Iterable<RegistrationTask> {
		return this.#tasks.inOrder(range);
	}

	/** Lines of JSON, in the order of the input file; empty when there are none. */
	report(taskId: string, type: ReportType): string {
		let text = "";
		for (const line of this.#linesOf(taskId, type)) text += `${line.text}\n`;
		return text;
	}

	hasReport(taskId: string, type: ReportType): boolean {
		for (const _ of this.#linesOf(taskId, type)) return true;
		return false;
	}

	/** Ends what is under way after its present line. May be called twice. */
	close(): void {
		this.#isClosed = true;
	}

	/** Before the task is made: it would fail in any case. */
	#checkBuckets(): void {
		if (this.#options.bucketDirectory !== undefined) return;
		throw invalidRequest(
			"The emulator has no S3: start it with --bucket DIR, in which DIR/<bucket>/<key> is the object",
		);
	}

	#progressOf(taskId: string): TaskProgress {
		return {
			isStopped: () => this.#isClosed || this.#tasks.get(taskId)?.status !== "InProgress",
			note: (line) => this.#lines.set(lineKey({ ...line, taskId }), Object.freeze({ ...line, taskId })),
			count: (counts) => this.#change(taskId, counts),
			end: (status, message) => {
				if (!this.#isClosed) this.#change(taskId, { status, message });
			},
		};
	}

	*#linesOf(taskId: string, type: ReportType): Iterable<ReportLine> {
		const from = `${taskId} ${type} `;
		for (const line of this.#lines.inOrder({ after: from })) {
			if (line.taskId !== taskId || line.type !== type) return;
			yield line;
		}
	}

	#change(taskId: string, change: Partial<RegistrationTask>): void {
		const task = this.#tasks.get(taskId);
		if (task === undefined) return;
		this.#tasks.set(taskId, Object.freeze({ ...task, ...change, lastModifiedDate: this.#options.clock.now() }));
	}

	#forgetOldest(): void {
		for (const { taskId } of [...this.#tasks.inOrder()].slice(0, Math.max(0, this.#tasks.size - mostTasks + 1))) {
			for (const type of ["RESULTS", "ERRORS"] as const) {
				for (const line of [...this.#linesOf(taskId, type)]) this.#lines.delete(lineKey(line));
			}
			this.#tasks.delete(taskId);
		}
	}
}

function lineKey({ taskId, type, lineNumber }: Omit<ReportLine, "text">): string {
	return `${taskId} ${type} ${String(lineNumber).padStart(9, "0")}`;
}

function isUnderWay({ status }: RegistrationTask): boolean {
	return status === "InProgress" || status === "Cancelling";
}

/** Patterns of the API model. */
function checkTask({ templateBody, inputFileBucket, inputFileKey, roleArn }: NewTask): void {
	parseTemplateBody(templateBody);
	checkRoleArn("roleArn", roleArn);
	if (!/^[a-zA-Z0-9._-]{3,256}$/.test(inputFileBucket)) {
		throw invalidRequest(`inputFileBucket must be 3 to 256 of a-z A-Z 0-9 . _ -: it is ${quote(inputFileBucket)}`);
	}
	if (!/^[a-zA-Z0-9!_.*'()/+,-]{1,1024}$/.test(inputFileKey)) {
		throw invalidRequest(
			`inputFileKey must be 1 to 1024 of a-z A-Z 0-9 ! _ . * ' ( ) - /: it is ${quote(inputFileKey)}`,
		);
	}
}
