import type { ArnScope } from "../../arn.js";
import { notFound } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import type { Relation } from "../../store/relation.js";
import type { Table } from "../../store/table.js";
import type { Agenda } from "../agenda.js";
import type { ChangeFeed } from "../changes.js";
import type { ThingGroups } from "../thing-groups/thing-groups.js";
import type { Things } from "../things/things.js";
import type { JobExecution } from "./execution/job-execution.js";
import type { JobExecutions } from "./execution/job-executions.js";
import { isActive, type Job } from "./job.js";
import { checkJobId } from "./job-checks.js";

/** A job that has not reached all its things yet. */
export interface Rollout {
	readonly jobId: string;
	/** When (ms) the next of them begin. */
	readonly nextAt: number;
	/** Things it has reached. */
	readonly reached: number;
	/** What is left of the number that it may reach at `nextAt`: a turn reaches `turnSize` at most. */
	readonly owed?: number;
	/** Where the things of its targets are still being noted down. */
	readonly enlisting?: Enlisting;
	/** It is over, and forgets the things that it did not reach. */
	readonly isEnding?: boolean;
}

/** Things of targets that are still to be noted down. */
export interface Enlisting {
	/** ARNs */
	readonly targets: readonly string[];
	/** The group, and the thing in it, with which the last turn ended; the things that are targets themselves come before all groups. */
	readonly group?: string;
	readonly thingName?: string;
}

export type JobOperation = "completed" | "canceled" | "deleted" | "cancellation_in_progress" | "deletion_in_progress";

/** Who tells devices and fleet owners about it. Called synchronously; must not throw. */
export interface JobWatcher {
	/** Before the thing's pending executions change: one is added or taken away (`isMember`), or the first may become another. */
	pendingChanging(thingName: string, change: { readonly isMember: boolean }): void;
	jobChanged(job: Job, operation: JobOperation): void;
	/** It became terminal, or was deleted. */
	executionEnded(execution: JobExecution, operation: string): void;
}

/** What the operations on jobs share. */
export interface JobState {
	readonly jobs: Table<Job>;
	readonly executions: JobExecutions;
	/** job id → names of the things that its rollout has still to reach */
	readonly waiting: Relation;
	readonly rollouts: Table<Rollout>;
	/** What is due: `start`, `end`, `window`, `rollout`, `cancel` and `delete` of a job, `timeout` of an execution's place. */
	readonly agenda: Agenda;
	/** Active jobs that things join and leave. */
	readonly continuous: Set<string>;
	readonly clock: EmulatorClock;
	readonly things: Pick<Things, "findThing">;
	readonly thingGroups: Pick<
		ThingGroups,
		| "describeThingGroup"
		| "findThingGroup"
		| "groupsFrom"
		| "countThingsInThingGroup"
		| "listThingsInThingGroup"
		| "listThingGroupsForThing"
		| "ancestorsOf"
	>;
	readonly changes: ChangeFeed;
	/** Account and region of what is made without a request. */
	readonly home: ArnScope;
	readonly watcher: JobWatcher;
	/** What follows when an execution has become terminal: abort, retry, completion. */
	readonly ended: (execution: JobExecution) => void;
}

/** Executions that one turn of a long work changes, or things that it notes down, before it lets others in between. */
export const turnSize = 250;

/** Throws ResourceNotFoundException. */
export function existingJob({ jobs }: JobState, jobId: string): Job {
	const job = jobs.get(checkJobId(jobId));
	if (job !== undefined) return job;
	throw notFound(`Job "${jobId}" does not exist`);
}

export function keepJob(state: JobState, job: Job): Job {
	const row = Object.freeze(job);
	state.jobs.set(job.jobId, row);
	indexJob(state, row);
	state.changes.announce({ kind: "job", name: job.jobId });
	return row;
}

export function indexJob({ continuous }: JobState, job: Job): void {
	if (job.targetSelection === "CONTINUOUS" && isActive(job) && job.rolloutStopped !== true) continuous.add(job.jobId);
	else continuous.delete(job.jobId);
}

/** The job as it is from now on. */
export function changeJob(state: JobState, job: Job, change: Partial<Job>): Job {
	return keepJob(state, { ...job, ...change, lastUpdatedAt: state.clock.now() });
}

/** The job's long work goes on in the next turn. */
export function goOn(state: JobState, work: "cancel" | "delete", jobId: string): void {
	state.agenda.set(`${work} ${jobId}`, state.clock.now() + 1);
}
