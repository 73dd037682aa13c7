import type { JobConfigs } from "./configs/job-configs.js";
import type { SchedulingConfig } from "./configs/scheduling-config.js";

export type JobStatus = "IN_PROGRESS" | "CANCELED" | "COMPLETED" | "DELETION_IN_PROGRESS" | "SCHEDULED";

export const jobStatuses: readonly JobStatus[] = [
	"IN_PROGRESS",
	"CANCELED",
	"COMPLETED",
	"DELETION_IN_PROGRESS",
	"SCHEDULED",
];

/** SNAPSHOT: the things that were in the targets when it began. CONTINUOUS: also those that join a target later. */
export type TargetSelection = "CONTINUOUS" | "SNAPSHOT";

/** What CreateJob asks for, checked, a template's part filled in. */
export interface JobInput extends JobConfigs {
	/** ARNs of things and thing groups. */
	readonly targets: readonly string[];
	readonly targetSelection: TargetSelection;
	/** JSON, as it was given: parameters and presigned URLs are put in when it is asked for. */
	readonly document: string;
	readonly documentSource?: string;
	readonly documentParameters?: Readonly<Record<string, string>>;
	readonly description?: string;
	readonly namespaceId?: string;
	readonly jobTemplateArn?: string;
	readonly schedulingConfig?: SchedulingConfig;
	readonly destinationPackageVersions?: readonly string[];
}

export interface Job extends JobInput {
	readonly jobId: string;
	readonly jobArn: string;
	readonly status: JobStatus;
	readonly forceCanceled: boolean;
	readonly reasonCode?: string;
	readonly comment?: string;
	/** ms, as all times here. */
	readonly createdAt: number;
	readonly lastUpdatedAt: number;
	readonly completedAt?: number;
	/** No more executions begin: the schedule's end has come. */
	readonly rolloutStopped?: boolean;
}

/** Whether executions of it may still begin. */
export function isActive({ status }: Job): boolean {
	return status === "IN_PROGRESS" || status === "SCHEDULED";
}
