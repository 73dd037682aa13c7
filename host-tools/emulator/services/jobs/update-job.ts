import { invalidRequest } from "../../aws-error.js";
import type { JobConfigs } from "./configs/job-configs.js";
import { isActive } from "./job.js";
import { checkPresigned } from "./job-input.js";
import { changeJob, existingJob, type JobState } from "./job-state.js";

/** What is given takes the place of what was there; a timer that runs is as it was (API model: UpdateJob). */
export function updateJob(
	state: JobState,
	jobId: string,
	change: JobConfigs & { readonly description?: string },
): void {
	const job = existingJob(state, jobId);
	if (!isActive(job)) {
		throw invalidRequest(`Job "${jobId}" is ${job.status}: only one that is IN_PROGRESS or SCHEDULED is updated`);
	}
	checkPresigned({ ...job, ...change });
	changeJob(state, job, change);
}
