import { cancelJob } from "./cancel-job.js";
import { MaintenanceWindows } from "./configs/maintenance-windows.js";
import { timeOf } from "./configs/scheduling-config.js";
import { isActive, type Job } from "./job.js";
import { completeIfDone } from "./job-completion.js";
import { changeJob, type JobState } from "./job-state.js";
import { beginRollout, endRollout } from "./rollout.js";

/** When (ms) its rollout begins; undefined for a job without a start time. */
export function startOf({ schedulingConfig }: Job): number | undefined {
	return schedulingConfig?.startTime === undefined ? undefined : timeOf("startTime", schedulingConfig.startTime);
}

/** Notes what is due for an active job: its start, its end, its maintenance windows. */
export function setTimes(state: JobState, job: Job): void {
	if (!isActive(job)) return;
	const { jobId, schedulingConfig, status } = job;
	if (status === "SCHEDULED") state.agenda.set(`start ${jobId}`, startOf(job) ?? state.clock.now());
	const { endTime } = schedulingConfig ?? {};
	if (endTime !== undefined && job.rolloutStopped !== true) {
		state.agenda.set(`end ${jobId}`, timeOf("endTime", endTime));
	}
	if (status === "IN_PROGRESS") setWindow(state, job);
}

export function start(state: JobState, jobId: string): void {
	const job = state.jobs.get(jobId);
	if (job?.status !== "SCHEDULED") return;
	const started = changeJob(state, job, { status: "IN_PROGRESS" });
	setWindow(state, started);
	beginRollout(state, started);
}

export function end(state: JobState, jobId: string): void {
	const job = state.jobs.get(jobId);
	if (job === undefined || !isActive(job)) return;
	const { endBehavior = "STOP_ROLLOUT" } = job.schedulingConfig ?? {};
	if (endBehavior !== "STOP_ROLLOUT") {
		cancelJob(state, jobId, { force: endBehavior === "FORCE_CANCEL", reasonCode: "END_TIME_REACHED" });
		return;
	}
	endRollout(state, jobId);
	changeJob(state, job, { rolloutStopped: true });
	completeIfDone(state, jobId);
}

/** A maintenance window opens or closes; the rollout comes by itself when one opens. */
export function turnWindow(state: JobState, jobId: string): void {
	const job = state.jobs.get(jobId);
	if (job?.status === "IN_PROGRESS") setWindow(state, job);
}

/** Outside its maintenance windows a job is in no list of what is pending (AWS: Jobs notifications). */
function setWindow(state: JobState, { jobId, schedulingConfig }: Job): void {
	const windows = new MaintenanceWindows(schedulingConfig);
	if (windows.isAlwaysOpen) return;
	const now = state.clock.now();
	const until = windows.openUntil(now);
	state.agenda.set(`window ${jobId}`, until ?? windows.nextStarts(now, 1)[0]);
	const pending = (["QUEUED", "IN_PROGRESS"] as const).flatMap((status) => [...state.executions.ofJob(jobId, status)]);
	state.executions.pending.hide(jobId, until === undefined, pending);
}
