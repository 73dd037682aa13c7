import type { ArnScope } from "../../arn.js";
import type { Members } from "../../http/members.js";
import type { RowsFrom } from "../../store/table.js";
import type { Cancellation } from "./cancel-job.js";
import type { JobConfigs } from "./configs/job-configs.js";
import type { ReportRequest, StartRequest } from "./device/device-requests.js";
import type { JobExecution } from "./execution/job-execution.js";
import type { JobExecutions } from "./execution/job-executions.js";
import type { ExecutionCancellation } from "./execution-commands.js";
import type { Job } from "./job.js";
import type { JobWatcher } from "./job-state.js";
import type { Jobs } from "./jobs.js";
import type { JobTemplates } from "./templates/job-templates.js";

/** Jobs and their executions, for the service's own operations: `Jobs` is what other services see of it. */
export interface JobRegistry extends Jobs {
	readonly templates: JobTemplates;
	readonly executions: Pick<JobExecutions, "ofJob" | "ofThing" | "pendingOf" | "headOf" | "countsOf">;
	/** From now on it is told what happens. */
	serveBy(watcher: JobWatcher): void;
	describeJob(jobId: string): Job;
	findJob(jobId: string): Job | undefined;
	/** By time of creation. */
	listJobs(range?: RowsFrom): Iterable<Job>;
	/** Whether executions are still being begun, or canceled. */
	isConcurrent(job: Job): boolean;
	isRollingOut(jobId: string): boolean;
	/** `source`: what documentSource names, where it does. */
	createJobFrom(jobId: string, members: Members, scope: ArnScope, source?: string): Job;
	updateJob(jobId: string, change: JobConfigs & { readonly description?: string }): void;
	cancelJob(jobId: string, cancellation: Cancellation): Job;
	/** As the operation DeleteJob. */
	removeJob(jobId: string, force: boolean): void;
	associateTargets(
		jobId: string,
		targets: { readonly targets: readonly string[]; readonly comment?: string },
		scope: ArnScope,
	): Job;
	describeExecution(jobId: string, thingName: string, executionNumber?: number): JobExecution;
	cancelExecution(jobId: string, thingName: string, cancellation: ExecutionCancellation): void;
	deleteExecution(
		jobId: string,
		thingName: string,
		which: { readonly executionNumber: number; readonly force: boolean },
	): void;
	/** What follows is asked by devices; it throws JobRejection. */
	checkThing(thingName: string): void;
	startNext(thingName: string, request: StartRequest): JobExecution | undefined;
	describeForDevice(thingName: string, jobId: string, executionNumber: number | undefined): JobExecution | undefined;
	report(thingName: string, jobId: string, request: ReportRequest): JobExecution;
	/** Ends its timers. May be called twice. */
	close(): void;
}
