import { type ArnScope, arn } from "../../arn.js";
import { AwsError, invalidRequest } from "../../aws-error.js";
import { checkRoom } from "../checks.js";
import type { Job, JobInput } from "./job.js";
import { checkJobId } from "./job-checks.js";
import { changeJob, existingJob, type JobState, keepJob } from "./job-state.js";
import { checkTargets, hasMoreThan, mostTargets } from "./job-targets.js";
import { beginRollout, extendRollout } from "./rollout.js";
import { setTimes } from "./schedule.js";

/** Ours. */
const mostJobs = 10_000;

/** Throws ResourceAlreadyExistsException, ResourceNotFoundException for a target, LimitExceededException. */
export function createJob(state: JobState, jobId: string, input: JobInput, scope: ArnScope): Job {
	const jobArn = arn(scope, "job", checkJobId(jobId));
	const present = state.jobs.get(jobId);
	if (present !== undefined) {
		throw new AwsError("ResourceAlreadyExistsException", `Job "${jobId}" exists`, {
			resourceId: jobId,
			resourceArn: present.jobArn,
		});
	}
	const targets = checkTargets(state, input.targets, scope.accountId);
	checkRoom("jobs", state.jobs.size, mostJobs);
	const now = state.clock.now();
	const isLater = input.schedulingConfig?.startTime !== undefined;
	const { room } = state.executions;
	if (!isLater && hasMoreThan(room, state, { targets, jobArn })) {
		throw new AwsError(
			"LimitExceededException",
			`The job has more things than there is room for job executions, which is ${room}: delete some jobs`,
		);
	}
	const job = keepJob(state, {
		...input,
		jobId,
		jobArn,
		targets,
		status: isLater ? "SCHEDULED" : "IN_PROGRESS",
		forceCanceled: false,
		createdAt: now,
		lastUpdatedAt: now,
	});
	setTimes(state, job);
	if (!isLater) beginRollout(state, job);
	return job;
}

/** More targets for a continuous job (API model: AssociateTargetsWithJob). */
export function associateTargets(
	state: JobState,
	jobId: string,
	{ targets, comment }: { readonly targets: readonly string[]; readonly comment?: string },
	scope: ArnScope,
): Job {
	const job = existingJob(state, jobId);
	if (job.targetSelection !== "CONTINUOUS" || job.status !== "IN_PROGRESS") {
		throw invalidRequest(
			`Job "${jobId}" is ${job.targetSelection} and ${job.status}: only CONTINUOUS ones IN_PROGRESS take targets`,
		);
	}
	const added = checkTargets(state, targets, scope.accountId).filter((one) => !job.targets.includes(one));
	checkRoom("targets of the job", job.targets.length + added.length - 1, mostTargets);
	const changed = changeJob(state, job, {
		targets: [...job.targets, ...added],
		...(comment !== undefined && { comment }),
	});
	// A rollout that is under way reaches them in its turn.
	extendRollout(state, changed, added);
	return changed;
}
