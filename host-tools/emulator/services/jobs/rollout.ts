import type { ExponentialRate } from "./configs/job-configs.js";
import { MaintenanceWindows } from "./configs/maintenance-windows.js";
import { enlistSome } from "./enlist.js";
import { queueExecution } from "./execution/change-execution.js";
import type { Job } from "./job.js";
import { completeIfDone } from "./job-completion.js";
import { type JobState, type Rollout, turnSize } from "./job-state.js";

const minuteMs = 60_000;
/** A step by itself is as much work as so many executions. */
const workOfStep = 2;

/** Reaches the things that are in the targets now: as many at once as the configuration allows, the others by and by. */
export function beginRollout(state: JobState, job: Job): void {
	const { jobId, targets } = job;
	setRollout(state, { jobId, nextAt: state.clock.now(), reached: 0, enlisting: { targets } });
	stepRollout(state, jobId);
}

/** Reaches the things of more targets. */
export function extendRollout(state: JobState, { jobId }: Job, targets: readonly string[]): void {
	const { enlisting, ...rollout } = state.rollouts.get(jobId) ?? { jobId, nextAt: state.clock.now(), reached: 0 };
	setRollout(state, { ...rollout, enlisting: { targets: [...(enlisting?.targets ?? []), ...targets] } });
	stepRollout(state, jobId);
}

/**
 * One turn of it: notes down things of the targets, begins the executions that were due at `at` (ms), and says when the next are.
 * Answers how much work it was, in executions.
 */
export function stepRollout(state: JobState, jobId: string, at = state.clock.now()): number {
	const before = state.rollouts.get(jobId);
	if (before?.isEnding) {
		const forgotten = goOnEnding(state, before);
		completeIfDone(state, jobId);
		return forgotten;
	}
	const job = state.jobs.get(jobId);
	if (job?.status !== "IN_PROGRESS" || before === undefined) return 0;
	const { enlisting, ...rollout } = before;
	if (enlisting === undefined) return reachSome(state, job, rollout, at);
	const { seen, left } = enlistSome(state, job, enlisting);
	const noted: Rollout = left === undefined ? rollout : { ...rollout, enlisting: left };
	setRollout(state, noted);
	return noted.nextAt > at ? seen : seen + reachSome(state, job, noted, at);
}

function reachSome(state: JobState, job: Job, rollout: Rollout, at: number): number {
	const { jobId, enlisting, owed } = rollout;
	const windows = new MaintenanceWindows(job.schedulingConfig);
	if (!windows.isAlwaysOpen && windows.openUntil(at) === undefined) {
		const [next] = windows.nextStarts(at, 1);
		if (next !== undefined) setRollout(state, { ...rollout, nextAt: next });
		return workOfStep;
	}
	const allowed = owed ?? rateOf(state, job, rollout.reached) ?? Number.POSITIVE_INFINITY;
	const most = Math.min(allowed, turnSize, state.executions.room);
	// Lest a minute's number be cut short because not all are noted down.
	if (enlisting !== undefined && state.waiting.rightsOf(jobId).size < most) return workOfStep;
	const taken = reach(state, job, most);
	if (enlisting === undefined && state.waiting.rightsOf(jobId).size === 0) {
		endRollout(state, jobId);
		completeIfDone(state, jobId);
	} else {
		setRollout(state, stepped(state, { ...rollout, reached: rollout.reached + taken }, { allowed, taken }));
	}
	return taken + workOfStep;
}

/** Of a number that is limited the rest is due at once; when none was taken, there was no room, and none will be made up for. */
function stepped(
	{ clock }: JobState,
	{ owed: _, ...rest }: Rollout,
	{ allowed, taken }: { readonly allowed: number; readonly taken: number },
): Rollout {
	if (taken === 0) return { ...rest, nextAt: clock.now() + minuteMs };
	if (allowed === Number.POSITIVE_INFINITY) return { ...rest, nextAt: clock.now() + 1 };
	return allowed > taken ? { ...rest, owed: allowed - taken } : { ...rest, nextAt: rest.nextAt + minuteMs };
}

/** Forgets the things that it has not reached yet, a turn's number at a time. */
export function endRollout(state: JobState, jobId: string): void {
	const rollout = state.rollouts.get(jobId);
	if (rollout === undefined) return;
	const { enlisting: _, owed: __, ...rest } = rollout;
	goOnEnding(state, { ...rest, isEnding: true });
}

function goOnEnding(state: JobState, rollout: Rollout): number {
	const { jobId } = rollout;
	const names = namesIn(state, jobId, turnSize);
	for (const thingName of names) state.waiting.remove(jobId, thingName);
	if (state.waiting.rightsOf(jobId).size > 0) {
		setRollout(state, rollout);
		return names.length;
	}
	state.rollouts.delete(jobId);
	state.agenda.set(`rollout ${jobId}`, undefined);
	return Math.max(names.length, 1);
}

export function setRollout({ rollouts, agenda, clock }: JobState, rollout: Rollout): void {
	const { jobId, nextAt, enlisting, isEnding = false } = rollout;
	rollouts.set(jobId, Object.freeze(rollout));
	agenda.set(`rollout ${jobId}`, enlisting !== undefined || isEnding ? Math.min(clock.now(), nextAt) : nextAt);
}

/** Takes so many of those that wait. Answers how many it took. */
function reach(state: JobState, { jobId }: Job, most: number): number {
	const names = namesIn(state, jobId, most);
	for (const thingName of names) {
		state.waiting.remove(jobId, thingName);
		if (state.things.findThing(thingName) !== undefined) queueExecution(state, jobId, thingName);
	}
	return names.length;
}

/** The first of those that wait. */
function namesIn({ waiting }: JobState, jobId: string, most: number): readonly string[] {
	const names: string[] = [];
	for (const name of waiting.rightsOf(jobId)) {
		if (names.length >= most) break;
		names.push(name);
	}
	return names;
}

/** Things a minute; undefined when nothing limits it. */
function rateOf({ executions }: JobState, job: Job, reached: number): number | undefined {
	const { maximumPerMinute, exponentialRate } = job.jobExecutionsRolloutConfig ?? {};
	if (exponentialRate === undefined) return maximumPerMinute;
	const rate = exponential(exponentialRate, reached, executions.countsOf(job.jobId).SUCCEEDED);
	return Math.min(rate, maximumPerMinute ?? rate);
}

function exponential(rate: ExponentialRate, notified: number, succeeded: number): number {
	const { numberOfNotifiedThings, numberOfSucceededThings } = rate.rateIncreaseCriteria;
	const times = (count: number, each: number | undefined) => (each === undefined ? 0 : Math.floor(count / each));
	const steps = Math.max(times(notified, numberOfNotifiedThings), times(succeeded, numberOfSucceededThings));
	// Beyond any number of things that there may be, and no infinity.
	return Math.min(Math.floor(rate.baseRatePerMinute * rate.incrementFactor ** Math.min(steps, 200)), 1e6);
}
