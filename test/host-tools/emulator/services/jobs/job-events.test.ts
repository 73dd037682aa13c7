import assert from "node:assert/strict";
import type { EventType } from "../../../../../host-tools/emulator/services/events/event-configurations.js";
import { JobEvents } from "../../../../../host-tools/emulator/services/jobs/job-events.js";
import { JobFixture, minute, thingArn } from "./job-fixture.js";

describe("Jobs: events", () => {
	let fixture: JobFixture;
	let published: { readonly topic: string; readonly event: Record<string, unknown> }[];
	let enabled: readonly EventType[];
	beforeEach(async () => {
		fixture = await JobFixture.open();
		published = [];
		enabled = ["JOB", "JOB_EXECUTION"];
		const events = new JobEvents({
			clock: fixture.clock,
			things: fixture.registry.things,
			jobs: fixture.jobs,
			configurations: { isEnabled: (type) => enabled.includes(type) },
			publish: (topic, payload) => published.push({ topic, event: JSON.parse(payload.toString()) }),
		});
		fixture.jobs.serveBy({
			pendingChanging() {},
			jobChanged: (job, operation) => events.jobChanged(job, operation),
			executionEnded: (execution, operation) => events.executionEnded(execution, operation),
		});
	});
	afterEach(() => fixture.close());
	const topics = () => published.splice(0).map(({ topic }) => topic.replace("$aws/events/", ""));

	it("say what an execution came to, and that the job is complete", () => {
		fixture.create("j", fixture.things("a"), { description: "d" });
		fixture.start("a");
		assert.equal(published.length, 0);
		fixture.jobs.report("a", "j", {
			...{ status: "SUCCEEDED", stepTimeoutInMinutes: undefined, expectedVersion: undefined },
			...{ executionNumber: undefined, includeJobExecutionState: false, includeJobDocument: false },
			statusDetails: { k: "v" },
		});
		const [execution, job] = published.map(({ event }) => event);
		const { eventId, timestamp, ...rest } = execution ?? {};
		assert.match(String(eventId), /^[0-9a-f-]{36}$/);
		assert.ok(Math.abs(Number(timestamp) - fixture.clock.now() / 1000) < 3);
		assert.deepEqual(rest, {
			eventType: "JOB_EXECUTION",
			operation: "succeeded",
			jobId: "j",
			thingArn: thingArn("a"),
			status: "SUCCEEDED",
			statusDetails: { k: "v" },
		});
		assert.deepEqual(
			[job?.eventType, job?.operation, job?.status, job?.targetSelection, job?.description],
			["JOB", "completed", "COMPLETED", "SNAPSHOT", "d"],
		);
		assert.match(JSON.stringify(job?.jobProcessDetails), /"numberOfSucceededThings":1,/);
		assert.deepEqual(topics(), ["jobExecution/j/succeeded", "job/j/completed"]);
	});

	it("say that a job is canceled and deleted, before and after", () => {
		fixture.create("j", [fixture.group("g", "a", "b", "c")], {
			targetSelection: "CONTINUOUS",
			timeoutConfig: { inProgressTimeoutInMinutes: 1 },
		});
		fixture.start("b");
		fixture.clock.advance(minute);
		fixture.registry.thingGroups.removeThingFromThingGroup("g", "c");
		assert.deepEqual(topics(), ["jobExecution/j/timed_out", "jobExecution/j/removed"]);
		fixture.jobs.cancelJob("j", { comment: "stop" });
		assert.deepEqual(published[0]?.event.comment, "stop");
		assert.equal(published[0]?.event.status, "CANCELLATION_IN_PROGRESS");
		assert.deepEqual(topics(), ["job/j/cancellation_in_progress", "jobExecution/j/canceled", "job/j/canceled"]);
		fixture.jobs.removeJob("j", false);
		assert.deepEqual(topics(), [
			"job/j/deletion_in_progress",
			...Array.from({ length: 3 }, () => "jobExecution/j/deleted"),
			"job/j/deleted",
		]);
	});

	it("are for who wants them", () => {
		enabled = ["JOB"];
		fixture.create("j", fixture.things("a"));
		fixture.report("a", "j", "FAILED");
		assert.deepEqual(topics(), ["job/j/completed"]);
	});
});
