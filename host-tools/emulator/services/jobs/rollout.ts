import type { ExponentialRate } from "./configs/job-configs.js";
import { MaintenanceWindows } from "./configs/maintenance-windows.js";
import { queueExecution } from "./execution/change-execution.js";
import { isPending } from "./execution/job-execution.js";
import type { Job } from "./job.js";
import { completeIfDone } from "./job-completion.js";
import { type JobState, type Rollout, turnSize } from "./job-state.js";
import { thingsIn } from "./job-targets.js";

const minuteMs = 60_000;

/** Reaches the things that are in the targets now: as many at once as the configuration allows, the others by and by. */
export function beginRollout(state: JobState, job: Job): void {
	for (const thingName of thingsIn(state, job)) enlist(state, job, thingName);
	setRollout(state, { jobId: job.jobId, nextAt: state.clock.now(), reached: 0 });
	stepRollout(state, job.jobId);
}

/** A thing that the rollout has to reach, unless it has the job to do already. */
export function enlist({ waiting, executions }: JobState, { jobId }: Job, thingName: string): void {
	const newest = executions.find(jobId, thingName);
	if (newest !== undefined && isPending(newest.status)) return;
	if (!waiting.has(jobId, thingName)) waiting.add(jobId, thingName);
}

/** Begins the executions that were due at `at` (ms), and says when the next are. */
export function stepRollout(state: JobState, jobId: string, at = state.clock.now()): void {
	const job = state.jobs.get(jobId);
	const rollout = state.rollouts.get(jobId);
	if (job?.status !== "IN_PROGRESS" || rollout === undefined) return;
	const windows = new MaintenanceWindows(job.schedulingConfig);
	if (!windows.isAlwaysOpen && windows.openUntil(at) === undefined) {
		const [next] = windows.nextStarts(at, 1);
		if (next !== undefined) setRollout(state, { ...rollout, nextAt: next });
		return;
	}
	const rate = rateOf(state, job, rollout.reached);
	const taken = reach(state, job, Math.min(rate ?? turnSize, state.executions.room));
	if (state.waiting.rightsOf(jobId).size > 0) {
		const isFree = rate === undefined && taken > 0;
		setRollout(state, {
			jobId,
			reached: rollout.reached + taken,
			nextAt: isFree ? state.clock.now() + 1 : rollout.nextAt + minuteMs,
		});
		return;
	}
	endRollout(state, jobId);
	completeIfDone(state, jobId);
}

/** Forgets the things that it has not reached yet. */
export function endRollout({ waiting, rollouts, agenda }: JobState, jobId: string): void {
	for (const thingName of [...waiting.rightsOf(jobId)]) waiting.remove(jobId, thingName);
	rollouts.delete(jobId);
	agenda.set(`rollout ${jobId}`, undefined);
}

export function setRollout({ rollouts, agenda }: JobState, rollout: Rollout): void {
	rollouts.set(rollout.jobId, Object.freeze(rollout));
	agenda.set(`rollout ${rollout.jobId}`, rollout.nextAt);
}

/** Takes so many of those that wait. Answers how many it took. */
function reach(state: JobState, { jobId }: Job, most: number): number {
	const names: string[] = [];
	for (const name of state.waiting.rightsOf(jobId)) {
		if (names.length >= most) break;
		names.push(name);
	}
	for (const thingName of names) {
		state.waiting.remove(jobId, thingName);
		if (state.things.findThing(thingName) !== undefined) queueExecution(state, jobId, thingName);
	}
	return names.length;
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
