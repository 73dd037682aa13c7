import assert from "node:assert/strict";
import fc from "fast-check";
import { AwsError } from "../../../../../host-tools/emulator/aws-error.js";
import { JobRejection } from "../../../../../host-tools/emulator/services/jobs/device/job-rejection.js";
import {
	executionStatuses,
	isPending,
	type JobExecution,
	mayBecome,
	reportedStatuses,
} from "../../../../../host-tools/emulator/services/jobs/execution/job-execution.js";
import { JobFixture, saying } from "./job-fixture.js";

const things = ["a", "b", "c"] as const;
const jobIds = ["snapshot", "continuous"] as const;

const thing = fc.constantFrom(...things);
const jobId = fc.constantFrom(...jobIds);
const force = fc.boolean();
const step = fc.oneof(
	fc.record({ kind: fc.constant("report" as const), thing, jobId, status: fc.constantFrom(...reportedStatuses) }),
	fc.record({ kind: fc.constant("start" as const), thing, minutes: fc.constantFrom(undefined, 1, 30) }),
	fc.record({ kind: fc.constant("cancel-execution" as const), thing, jobId, force }),
	fc.record({ kind: fc.constant("delete-execution" as const), thing, jobId, force, number: fc.nat(3) }),
	fc.record({ kind: fc.constant("membership" as const), thing, joins: fc.boolean() }),
	fc.record({ kind: fc.constant("time" as const), minutes: fc.constantFrom(1, 10, 60) }),
	fc.record({ kind: fc.constant("thing" as const), thing }),
	fc.record({ kind: fc.constant("cancel" as const), jobId, force }),
	fc.record({ kind: fc.constant("delete" as const), jobId, force }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const keyOf = ({ jobId, thingName, executionNumber }: JobExecution) => `${jobId} ${thingName} ${executionNumber}`;

function all({ jobs }: JobFixture): readonly JobExecution[] {
	return jobIds.flatMap((one) => [...jobs.executions.ofJob(one)]);
}

function perform(fixture: JobFixture, one: Step): void {
	const { jobs, registry, clock } = fixture;
	switch (one.kind) {
		case "report":
			jobs.report(one.thing, one.jobId, saying(one.status));
			break;
		case "start":
			fixture.start(one.thing, one.minutes);
			break;
		case "cancel-execution":
			jobs.cancelExecution(one.jobId, one.thing, { force: one.force });
			break;
		case "delete-execution":
			jobs.deleteExecution(one.jobId, one.thing, { executionNumber: one.number + 1, force: one.force });
			break;
		case "membership":
			if (one.joins) registry.thingGroups.addThingToThingGroup("g", one.thing);
			else registry.thingGroups.removeThingFromThingGroup("g", one.thing);
			break;
		case "time":
			clock.advance(one.minutes * 60_000);
			break;
		case "thing":
			registry.things.deleteThing(one.thing);
			registry.things.createThing(one.thing);
			break;
		case "cancel":
			jobs.cancelJob(one.jobId, { force: one.force });
			break;
		default:
			jobs.removeJob(one.jobId, one.force);
	}
}

/** What may be refused, and nothing else. */
function attempt(fixture: JobFixture, one: Step): void {
	try {
		perform(fixture, one);
	} catch (error) {
		assert.ok(error instanceof AwsError || error instanceof JobRejection, String(error));
	}
}

function checkTransitions(before: ReadonlyMap<string, JobExecution>, now: readonly JobExecution[]): void {
	for (const execution of now) {
		const earlier = before.get(keyOf(execution));
		if (earlier === undefined || earlier.sequence !== execution.sequence || earlier === execution) continue;
		const { status, versionNumber } = execution;
		if (versionNumber === earlier.versionNumber) assert.equal(status, earlier.status);
		else if (versionNumber === earlier.versionNumber + 1)
			assert.ok(mayBecome(earlier.status, status), keyOf(execution));
		// A device's report and the service's cancellation of it in one step.
		else assert.ok(isPending(earlier.status) && versionNumber > earlier.versionNumber, keyOf(execution));
	}
}

function checkCounts({ jobs }: JobFixture, now: readonly JobExecution[]): void {
	const newest = new Map<string, JobExecution>();
	for (const one of now) newest.set(`${one.jobId} ${one.thingName}`, one);
	for (const id of jobIds) {
		const counted = jobs.executions.countsOf(id);
		for (const status of executionStatuses) {
			const expected = [...newest.values()].filter((one) => one.jobId === id && one.status === status).length;
			assert.equal(counted[status], expected, `${id} ${status}`);
			const listed = [...jobs.executions.ofJob(id, status)].map(keyOf);
			assert.deepEqual(listed, now.filter((one) => one.jobId === id && one.status === status).map(keyOf));
		}
	}
}

function checkPending({ jobs }: JobFixture, now: readonly JobExecution[]): void {
	for (const name of things) {
		const expected = now.filter((one) => one.thingName === name && isPending(one.status));
		expected.sort((a, b) => Number(a.status === "QUEUED") - Number(b.status === "QUEUED") || a.sequence - b.sequence);
		assert.deepEqual([...jobs.executions.pendingOf(name)].map(keyOf), expected.map(keyOf));
		const jobsOf = expected.map((one) => one.jobId);
		assert.equal(new Set(jobsOf).size, jobsOf.length, "one pending execution of a job at a time");
	}
}

function checkJobs({ jobs }: JobFixture): void {
	for (const id of jobIds) {
		const job = jobs.findJob(id);
		if (job === undefined) assert.equal([...jobs.executions.ofJob(id)].length, 0);
		const { QUEUED, IN_PROGRESS } = jobs.executions.countsOf(id);
		if (job?.status === "COMPLETED") assert.equal(QUEUED + IN_PROGRESS, 0);
		if (job?.status === "CANCELED") assert.equal(job.forceCanceled ? QUEUED + IN_PROGRESS : QUEUED, 0);
		if (job?.targetSelection === "SNAPSHOT" && job.status === "IN_PROGRESS" && !jobs.isRollingOut(id)) {
			assert.ok(QUEUED + IN_PROGRESS > 0, "a snapshot job without anything to wait for is complete");
		}
	}
}

describe("Jobs: the state machine", () => {
	it("takes no illegal step and counts right, whatever devices and owners do", async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
				const fixture = await JobFixture.open();
				try {
					const group = fixture.group("g", "a", "b");
					fixture.things("c");
					const timeoutConfig = { inProgressTimeoutInMinutes: 15 };
					const retries = { jobExecutionsRetryConfig: { criteriaList: [{ failureType: "ALL", numberOfRetries: 2 }] } };
					const jobExecutionsRolloutConfig = { maximumPerMinute: 1 };
					fixture.create("snapshot", [group, ...fixture.things("c")], { timeoutConfig, jobExecutionsRolloutConfig });
					fixture.create("continuous", [group], { targetSelection: "CONTINUOUS", timeoutConfig, ...retries });
					for (const one of steps) {
						const before = new Map(all(fixture).map((execution) => [keyOf(execution), execution]));
						attempt(fixture, one);
						const now = all(fixture);
						checkTransitions(before, now);
						checkCounts(fixture, now);
						checkPending(fixture, now);
						checkJobs(fixture);
					}
				} finally {
					await fixture.close();
				}
			}),
			{ numRuns: 150 },
		);
	});

	it("lets a terminal execution be", () => {
		for (const from of executionStatuses.filter((status) => !isPending(status))) {
			for (const to of executionStatuses) assert.equal(mayBecome(from, to), false);
		}
		assert.equal(mayBecome("QUEUED", "TIMED_OUT"), false);
		assert.equal(mayBecome("IN_PROGRESS", "QUEUED"), false);
	});
});
