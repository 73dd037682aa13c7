import { setImmediate as nextTurn } from "node:timers/promises";
import { invalidRequest } from "../../../aws-error.js";
import type { AuditContext, Problem } from "./audit-check.js";
import { type AuditResults, newId } from "./audit-results.js";
import type { AuditSuppressions } from "./audit-suppressions.js";
import type { AuditTask, AuditTaskStatus, CheckDetails } from "./audit-task.js";
import { checkNamed } from "./checks/audit-checks.js";

/** Resources that are looked at before everybody else gets a turn. */
const sliceSize = 50;

export interface AuditRunnerParts {
	readonly results: AuditResults;
	readonly suppressions: AuditSuppressions;
	/** What the checks look at; `since` (ms): how far back connections are looked at. */
	readonly contextOf: (checkName: string, since: number | undefined) => AuditContext;
	readonly now: () => number;
	/** Called when an audit has ended, however. */
	readonly ended: (task: AuditTask) => void;
}

export interface NewAudit {
	readonly checkNames: readonly string[];
	readonly scheduledAuditName?: string;
	/** ms; connections since then, for a scheduled audit. */
	readonly since?: number | undefined;
}

/** Performs audits, check by check, in slices that leave others their turns. */
export class AuditRunner {
	readonly #parts: AuditRunnerParts;
	#isClosed = false;

	/** Audits that a former emulator did not finish go on: what a check was at is looked at again. */
	constructor(parts: AuditRunnerParts) {
		this.#parts = parts;
		for (const task of parts.results.running()) {
			parts.results.removeFindings(task, unfinishedChecks(task));
			this.#goOn(task);
		}
	}

	/** Returns the task, which goes on by itself. */
	start({ checkNames, scheduledAuditName, since }: NewAudit): AuditTask {
		const checkRunStatus = "IN_PROGRESS";
		const details = [...new Set(checkNames)].map((name) => [checkNamed(name).name, { checkRunStatus }] as const);
		const task: AuditTask = {
			taskId: newId(),
			taskType: scheduledAuditName === undefined ? "ON_DEMAND_AUDIT_TASK" : "SCHEDULED_AUDIT_TASK",
			taskStatus: "IN_PROGRESS",
			taskStartTime: this.#parts.now(),
			...(scheduledAuditName !== undefined && { scheduledAuditName }),
			...(since !== undefined && { since }),
			auditDetails: Object.fromEntries(details),
		};
		this.#parts.results.set(task);
		this.#goOn(task);
		return task;
	}

	/** Throws AwsError as CancelAuditTask would. */
	cancel(taskId: string): void {
		const task = this.#parts.results.describe(taskId);
		if (task.taskStatus !== "IN_PROGRESS") {
			throw invalidRequest(`The audit ${taskId} cannot be canceled: it is ${task.taskStatus}`);
		}
		const details = Object.entries(task.auditDetails).map(([name, check]) => [
			name,
			check.checkRunStatus === "IN_PROGRESS" ? { ...check, checkRunStatus: "CANCELED" } : check,
		]);
		this.#end({ ...task, auditDetails: Object.fromEntries(details) }, "CANCELED");
	}

	close(): void {
		this.#isClosed = true;
	}

	#goOn(task: AuditTask): void {
		// What it throws is that the store takes nothing: everybody who changes something is told so.
		this.#run(task).catch(() => {});
	}

	async #run(task: AuditTask): Promise<void> {
		const { taskId, since } = task;
		for (const checkName of unfinishedChecks(task)) {
			await nextTurn();
			const details = await this.#perform(taskId, checkName, since).catch((error: Error) => failure(error));
			const present = this.#running(taskId);
			if (present === undefined || details === undefined) return;
			this.#parts.results.set({ ...present, auditDetails: { ...present.auditDetails, [checkName]: details } });
		}
		const present = this.#running(taskId);
		if (present !== undefined) this.#end(present, "COMPLETED");
	}

	/** Undefined when the audit was canceled meanwhile. */
	async #perform(taskId: string, checkName: string, since: number | undefined): Promise<CheckDetails | undefined> {
		const check = checkNamed(checkName);
		const context = this.#parts.contextOf(checkName, since);
		const unable = check.unable?.(context);
		if (unable !== undefined) return { checkRunStatus: "FAILED", ...unable };
		let looked = 0;
		let wrong = 0;
		let suppressed = 0;
		for (const problems of check.examine(context)) {
			looked += 1;
			const unsuppressed = problems.filter((problem) => !this.#keep(taskId, checkName, problem)).length;
			if (unsuppressed > 0) wrong += 1;
			else if (problems.length > 0) suppressed += 1;
			if (looked % sliceSize !== 0) continue;
			await nextTurn();
			if (this.#running(taskId) === undefined) return undefined;
		}
		return {
			checkRunStatus: wrong === 0 ? "COMPLETED_COMPLIANT" : "COMPLETED_NON_COMPLIANT",
			checkCompliant: wrong === 0,
			totalResourcesCount: looked,
			nonCompliantResourcesCount: wrong,
			...(suppressed > 0 && { suppressedNonCompliantResourcesCount: suppressed }),
		};
	}

	/** Returns whether it is suppressed. */
	#keep(taskId: string, checkName: string, { resource, related = [], reason, reasonCode }: Problem): boolean {
		const { results, suppressions, now } = this.#parts;
		const isSuppressed = suppressions.suppresses(checkName, resource.resourceIdentifier);
		const findingTime = now();
		results.addFinding({
			taskId,
			checkName,
			taskStartTime: results.find(taskId)?.taskStartTime ?? findingTime,
			findingTime,
			severity: checkNamed(checkName).severity,
			nonCompliantResource: resource,
			relatedResources: related,
			reasonForNonCompliance: reason,
			reasonForNonComplianceCode: reasonCode,
			isSuppressed,
		});
		return isSuppressed;
	}

	#running(taskId: string): AuditTask | undefined {
		const task = this.#isClosed ? undefined : this.#parts.results.find(taskId);
		return task?.taskStatus === "IN_PROGRESS" ? task : undefined;
	}

	#end(task: AuditTask, taskStatus: AuditTaskStatus): void {
		const ended = { ...task, taskStatus };
		this.#parts.results.set(ended);
		this.#parts.results.sweep(this.#parts.now());
		this.#parts.ended(ended);
	}
}

function unfinishedChecks({ auditDetails }: AuditTask): readonly string[] {
	return Object.keys(auditDetails).filter((name) => auditDetails[name]?.checkRunStatus === "IN_PROGRESS");
}

function failure(error: Error): CheckDetails {
	return { checkRunStatus: "FAILED", errorCode: "INTERNAL_FAILURE", message: `The check failed: ${error.message}` };
}
