import type { EmulatorClock } from "../../clock.js";
import { Members } from "../../http/members.js";
import { timeKey } from "../../http/pages.js";
import { jsonRows } from "../../store/json-rows.js";
import { Relation } from "../../store/relation.js";
import type { Store } from "../../store/store.js";
import { Agenda } from "../agenda.js";
import type { ChangeFeed } from "../changes.js";
import { cancelJob, isCanceling } from "./cancel-job.js";
import { associateTargets, createJob } from "./create-job.js";
import { deleteJob } from "./delete-job.js";
import { checkThing, describeForDevice, report, startNext } from "./device/device-reports.js";
import { JobExecutions } from "./execution/job-executions.js";
import { cancelExecution, deleteExecution, existingExecution } from "./execution-commands.js";
import type { Job } from "./job.js";
import { readJobInput } from "./job-input.js";
import { react } from "./job-reactions.js";
import type { JobRegistry } from "./job-registry.js";
import { existingJob, type JobState, type JobWatcher, type Rollout } from "./job-state.js";
import { perform, resume } from "./job-times.js";
import { followRegistry } from "./membership.js";
import { JobTemplates } from "./templates/job-templates.js";
import { updateJob } from "./update-job.js";

const nobody: JobWatcher = { pendingChanging() {}, jobChanged() {}, executionEnded() {} };

export interface JobsParts extends Pick<JobState, "things" | "thingGroups" | "home"> {
	readonly store: Store;
	readonly clock: EmulatorClock;
	readonly changes: ChangeFeed;
}

/** Throws when a kept row is none of this version. What was under way goes on. */
export function openJobs(parts: JobsParts): JobRegistry {
	let watcher = nobody;
	const state = openState(parts, () => watcher);
	const templates = new JobTemplates(parts.store, parts.clock);
	const unfollow = parts.changes.onChange((change) => followRegistry(state, change));
	resume(state);
	const createJobFrom: JobRegistry["createJobFrom"] = (jobId, members, scope, source) => {
		const input = readJobInput(members, { templates, scope, source, now: parts.clock.now() });
		return createJob(state, jobId, input, scope);
	};
	return {
		...jobsOf(state),
		...executionsOf(state),
		templates,
		createJobFrom,
		createJob: (jobId, input, scope) => createJobFrom(jobId, new Members(input), scope),
		serveBy(given) {
			watcher = given;
		},
		close() {
			unfollow();
			state.agenda.close();
		},
	};
}

function openState({ store, ...parts }: JobsParts, watcher: () => JobWatcher): JobState {
	const executions = new JobExecutions(store);
	executions.pending.listen((thingName, change) => watcher().pendingChanging(thingName, change));
	const state: JobState = {
		...parts,
		executions,
		jobs: store.table("job", jsonRows<Job>("jobId"), {
			orderOf: ({ createdAt, jobId }) => timeKey(createdAt, jobId),
		}),
		waiting: new Relation(store, "job-waiting-thing"),
		rollouts: store.table("job-rollout", jsonRows<Rollout>("jobId")),
		agenda: new Agenda(parts.clock, (entry, at) => perform(state, entry, at)),
		continuous: new Set(),
		watcher: {
			pendingChanging: (thingName, change) => watcher().pendingChanging(thingName, change),
			jobChanged: (job, operation) => watcher().jobChanged(job, operation),
			executionEnded: (execution, operation) => watcher().executionEnded(execution, operation),
		},
		ended: (execution) => react(state, execution),
	};
	return state;
}

function jobsOf(state: JobState) {
	return {
		hasJob: (jobId) => state.jobs.has(jobId),
		deleteJob(jobId) {
			if (state.jobs.has(jobId)) deleteJob(state, jobId, true);
		},
		describeJob: (jobId) => existingJob(state, jobId),
		findJob: (jobId) => state.jobs.get(jobId),
		listJobs: (range) => state.jobs.inOrder(range),
		isConcurrent: (job) => state.rollouts.has(job.jobId) || isCanceling(state, job),
		isRollingOut(jobId) {
			const rollout = state.rollouts.get(jobId);
			return rollout !== undefined && !rollout.isEnding;
		},
		updateJob: (jobId, change) => updateJob(state, jobId, change),
		cancelJob: (jobId, cancellation) => cancelJob(state, jobId, cancellation),
		removeJob: (jobId, force) => deleteJob(state, jobId, force),
		associateTargets: (jobId, targets, scope) => associateTargets(state, jobId, targets, scope),
	} satisfies Partial<JobRegistry>;
}

function executionsOf(state: JobState) {
	return {
		executions: state.executions,
		describeExecution: (jobId, thingName, number) => existingExecution(state, jobId, thingName, number),
		cancelExecution: (jobId, thingName, how) => cancelExecution(state, jobId, thingName, how),
		deleteExecution: (jobId, thingName, which) => deleteExecution(state, jobId, thingName, which),
		checkThing: (thingName) => checkThing(state, thingName),
		startNext: (thingName, request) => startNext(state, thingName, request),
		describeForDevice: (thingName, jobId, number) => describeForDevice(state, thingName, jobId, number),
		report: (thingName, jobId, request) => report(state, thingName, jobId, request),
	} satisfies Partial<JobRegistry>;
}
