import { goOnCanceling, isCanceling } from "./cancel-job.js";
import { goOnDeleting } from "./delete-job.js";
import { changeExecution } from "./execution/change-execution.js";
import { deadlineOf } from "./execution/job-execution.js";
import { placeOf } from "./execution/places.js";
import { goOn, indexJob, type JobState } from "./job-state.js";
import { setRollout, stepRollout } from "./rollout.js";
import { end, setTimes, start, turnWindow } from "./schedule.js";

type Work<T> = (state: JobState, subject: string, at: number) => T;

/** Each answers how many executions or things its turn was about. */
const longWorks: Readonly<Record<string, Work<number>>> = {
	rollout: stepRollout,
	cancel: goOnCanceling,
	delete: goOnDeleting,
};

const otherWorks: Readonly<Record<string, Work<void>>> = {
	start,
	end,
	window: turnWindow,
	timeout: timeOut,
};

/** Does what was due at `at` (ms): the work, a space, and what it is of. Answers how much that was. */
export function perform(state: JobState, entry: string, at: number): number {
	const space = entry.indexOf(" ");
	const [work, subject] = [entry.slice(0, space), entry.slice(space + 1)];
	const long = longWorks[work];
	if (long !== undefined) return long(state, subject, at);
	otherWorks[work]?.(state, subject, at);
	return 1;
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
