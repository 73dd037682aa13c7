import type { AuditCheck } from "./audit-check.js";
import type { AuditedResource } from "./audited-resource.js";

export type AuditTaskStatus = "IN_PROGRESS" | "COMPLETED" | "FAILED" | "CANCELED";
export type AuditTaskType = "ON_DEMAND_AUDIT_TASK" | "SCHEDULED_AUDIT_TASK";
export type CheckRunStatus = "IN_PROGRESS" | "CANCELED" | "COMPLETED_COMPLIANT" | "COMPLETED_NON_COMPLIANT" | "FAILED";

/** API model: AuditCheckDetails. */
export interface CheckDetails {
	readonly checkRunStatus: CheckRunStatus;
	readonly checkCompliant?: boolean;
	readonly totalResourcesCount?: number;
	/** Those whose findings are suppressed left out. */
	readonly nonCompliantResourcesCount?: number;
	readonly suppressedNonCompliantResourcesCount?: number;
	readonly errorCode?: string;
	readonly message?: string;
}

export interface AuditTask {
	/** 32 hexadecimal digits */
	readonly taskId: string;
	readonly taskType: AuditTaskType;
	readonly taskStatus: AuditTaskStatus;
	/** ms */
	readonly taskStartTime: number;
	readonly scheduledAuditName?: string;
	/** ms; connections since then, for a scheduled audit. */
	readonly since?: number;
	/** By name of the check. */
	readonly auditDetails: Readonly<Record<string, CheckDetails>>;
}

export interface AuditFinding {
	readonly findingId: string;
	readonly taskId: string;
	readonly checkName: string;
	/** ms */
	readonly taskStartTime: number;
	/** ms */
	readonly findingTime: number;
	readonly severity: AuditCheck["severity"];
	readonly nonCompliantResource: AuditedResource;
	readonly relatedResources: readonly AuditedResource[];
	readonly reasonForNonCompliance: string;
	readonly reasonForNonComplianceCode: string;
	readonly isSuppressed: boolean;
}

/** API model: TaskStatistics. */
export function statisticsOf({ auditDetails }: Pick<AuditTask, "auditDetails">) {
	const checks = Object.values(auditDetails);
	const count = (status: CheckRunStatus) => checks.filter(({ checkRunStatus }) => checkRunStatus === status).length;
	return {
		totalChecks: checks.length,
		inProgressChecks: count("IN_PROGRESS"),
		waitingForDataCollectionChecks: 0,
		compliantChecks: count("COMPLETED_COMPLIANT"),
		nonCompliantChecks: count("COMPLETED_NON_COMPLIANT"),
		failedChecks: count("FAILED"),
		canceledChecks: count("CANCELED"),
	};
}
