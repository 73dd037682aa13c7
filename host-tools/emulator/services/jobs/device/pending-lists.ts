import type { JobExecution } from "../execution/job-execution.js";
import type { JobRegistry } from "../job-registry.js";
import { deviceSummary } from "../job-views.js";

/** AWS shows ten, and five more of jobs with maintenance windows (guide: Job executions limits). */
const mostShown = 10;
const mostOfWindows = 5;
/** Ours: so far down the queue is looked for them. */
const mostSeen = 200;

/** The thing's next executions, in their order. */
export function shownPending(jobs: JobRegistry, thingName: string): readonly JobExecution[] {
	const shown: JobExecution[] = [];
	let ofWindows = 0;
	let seen = 0;
	for (const execution of jobs.executions.pendingOf(thingName)) {
		const windows = jobs.findJob(execution.jobId)?.schedulingConfig?.maintenanceWindows ?? [];
		if (windows.length > 0 ? ofWindows < mostOfWindows : shown.length - ofWindows < mostShown) {
			shown.push(execution);
			if (windows.length > 0) ofWindows += 1;
		}
		seen += 1;
		if (shown.length === mostShown + mostOfWindows || seen === mostSeen) break;
	}
	return shown;
}

/** The answer of GetPendingJobExecutions. */
export function pendingLists(jobs: JobRegistry, thingName: string): object {
	const shown = shownPending(jobs, thingName);
	return {
		inProgressJobs: shown.filter(({ status }) => status === "IN_PROGRESS").map(deviceSummary),
		queuedJobs: shown.filter(({ status }) => status === "QUEUED").map(deviceSummary),
	};
}
