import { goOnCanceling, isCanceling } from "./cancel-job.js";
import { goOnDeleting } from "./delete-job.js";
import { changeExecution } from "./execution/change-execution.js";
import { deadlineOf } from "./execution/job-execution.js";
import { placeOf } from "./execution/places.js";
import { goOn, indexJob, type JobState } from "./job-state.js";
import { setRollout, stepRollout } from "./rollout.js";
import { end, setTimes, start, turnWindow } from "./schedule.js";

const works: Readonly<Record<string, (state: JobState, subject: string, at: number) => void>> = {
	start,
	end,
	window: turnWindow,
	rollout: stepRollout,
	cancel: goOnCanceling,
	delete: goOnDeleting,
	timeout: timeOut,
};

/** Does what was due at `at` (ms): the work, a space, and what it is of. */
export function perform(state: JobState, entry: string, at: number): void {
	const space = entry.indexOf(" ");
	works[entry.slice(0, space)]?.(state, entry.slice(space + 1), at);
}

function timeOut(state: JobState, place: string): void {
	const execution = state.executions.at(place);
	const deadline = execution?.status === "IN_PROGRESS" ? deadlineOf(execution) : undefined;
	if (execution === undefined || deadline === undefined) return;
	if (deadline <= state.clock.now()) changeExecution(state, execution, "TIMED_OUT");
	else state.agenda.set(`timeout ${place}`, deadline);
}

/** Takes up what an earlier process left: long works, rollouts, schedules, timers. What it missed is due at once, but no rollout catches up. */
export function resume(state: JobState): void {
	const now = state.clock.now();
	for (const job of [...state.jobs.values()]) {
		indexJob(state, job);
		setTimes(state, job);
		if (job.status === "DELETION_IN_PROGRESS") goOn(state, "delete", job.jobId);
		if (isCanceling(state, job)) goOn(state, "cancel", job.jobId);
		for (const execution of state.executions.ofJob(job.jobId, "IN_PROGRESS")) {
			state.agenda.set(`timeout ${placeOf(execution.sequence)}`, deadlineOf(execution));
		}
	}
	for (const rollout of [...state.rollouts.values()]) {
		setRollout(state, { ...rollout, nextAt: Math.max(rollout.nextAt, now) });
	}
}
