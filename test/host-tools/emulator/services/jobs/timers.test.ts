import assert from "node:assert/strict";
import { JobFixture, minute, saying } from "./job-fixture.js";

describe("Jobs: timers, retries and abort", () => {
	let fixture: JobFixture;
	beforeEach(async () => {
		fixture = await JobFixture.open();
	});
	afterEach(() => fixture.close());
	const status = (thing = "a") => fixture.jobs.describeExecution("j", thing).status;
	const createWithTimeout = (minutes: number) =>
		fixture.create("j", fixture.things("a"), { timeoutConfig: { inProgressTimeoutInMinutes: minutes } });

	it("an execution in progress times out, a queued one does not", () => {
		createWithTimeout(20);
		fixture.clock.advance(60 * minute);
		assert.equal(status(), "QUEUED");
		fixture.start("a");
		fixture.clock.advance(20 * minute - 1000);
		assert.equal(status(), "IN_PROGRESS");
		fixture.clock.advance(1000);
		assert.equal(status(), "TIMED_OUT");
		assert.equal(fixture.status("j"), "COMPLETED");
	});

	it("step timers replace each other and never outlast the job's: the guide's example", () => {
		createWithTimeout(20);
		fixture.start("a");
		fixture.clock.advance(5 * minute);
		fixture.jobs.report("a", "j", saying("IN_PROGRESS", 7));
		fixture.clock.advance(5 * minute);
		fixture.jobs.report("a", "j", saying("IN_PROGRESS", 5));
		fixture.clock.advance(3 * minute);
		fixture.jobs.report("a", "j", saying("IN_PROGRESS", 9));
		fixture.clock.advance(7 * minute - 1000);
		assert.equal(status(), "IN_PROGRESS");
		fixture.clock.advance(1000);
		assert.equal(status(), "TIMED_OUT");
	});

	it("a step timer stays when an update names none, and -1 ends it", () => {
		fixture.create("j", fixture.things("a"));
		fixture.start("a", 10);
		fixture.clock.advance(5 * minute);
		fixture.jobs.report("a", "j", saying("IN_PROGRESS"));
		fixture.jobs.report("a", "j", saying("IN_PROGRESS", -1));
		fixture.clock.advance(60 * minute);
		assert.equal(status(), "IN_PROGRESS");
		fixture.jobs.report("a", "j", saying("IN_PROGRESS", 3));
		fixture.jobs.report("a", "j", saying("IN_PROGRESS"));
		fixture.clock.advance(3 * minute);
		assert.equal(status(), "TIMED_OUT");
	});

	it("UpdateJob changes the timers of those that have not begun", () => {
		fixture.create("j", fixture.things("a", "b"), { timeoutConfig: { inProgressTimeoutInMinutes: 10 } });
		fixture.start("a");
		fixture.jobs.updateJob("j", { timeoutConfig: { inProgressTimeoutInMinutes: 30 } });
		fixture.start("b");
		fixture.clock.advance(10 * minute);
		assert.deepEqual([status("a"), status("b")], ["TIMED_OUT", "IN_PROGRESS"]);
	});

	it("retries as often as the criterion of its kind allows", () => {
		fixture.create("j", fixture.things("a"), {
			timeoutConfig: { inProgressTimeoutInMinutes: 1 },
			jobExecutionsRetryConfig: {
				criteriaList: [
					{ failureType: "FAILED", numberOfRetries: 1 },
					{ failureType: "TIMED_OUT", numberOfRetries: 1 },
				],
			},
		});
		fixture.report("a", "j", "FAILED");
		assert.equal(fixture.jobs.describeExecution("j", "a").retryAttempt, 1);
		fixture.start("a");
		fixture.clock.advance(minute);
		const third = fixture.jobs.describeExecution("j", "a");
		assert.deepEqual([third.executionNumber, third.retryAttempt, third.status], [3, 2, "QUEUED"]);
		fixture.report("a", "j", "FAILED");
		assert.deepEqual(fixture.counts("j"), { FAILED: 1 });
		assert.equal(fixture.status("j"), "COMPLETED");
		const tries = Array.from(fixture.jobs.executions.ofThing("a"), (one) => [one.executionNumber, one.status]);
		assert.deepEqual(tries, [
			[1, "FAILED"],
			[2, "TIMED_OUT"],
			[3, "FAILED"],
		]);
	});

	it("retries nothing that was REJECTED or CANCELED", () => {
		fixture.create("j", fixture.things("a", "b"), {
			jobExecutionsRetryConfig: { criteriaList: [{ failureType: "ALL", numberOfRetries: 10 }] },
		});
		fixture.report("a", "j", "REJECTED");
		fixture.jobs.cancelExecution("j", "b", { force: false });
		assert.deepEqual(fixture.counts("j"), { REJECTED: 1, CANCELED: 1 });
	});

	it("aborts once enough were begun and enough of them failed; what is in progress goes on", () => {
		fixture.create("j", fixture.things("a", "b", "c", "d"), {
			jobExecutionsRolloutConfig: { maximumPerMinute: 3 },
			abortConfig: {
				criteriaList: [
					{ failureType: "FAILED", action: "CANCEL", thresholdPercentage: 50, minNumberOfExecutedThings: 3 },
				],
			},
			jobExecutionsRetryConfig: { criteriaList: [{ failureType: "ALL", numberOfRetries: 10 }] },
		});
		fixture.start("b");
		fixture.report("a", "j", "REJECTED");
		fixture.report("c", "j", "FAILED");
		assert.equal(fixture.status("j"), "IN_PROGRESS");
		fixture.report("c", "j", "FAILED");
		assert.equal(fixture.status("j"), "CANCELED");
		assert.equal(fixture.jobs.describeJob("j").forceCanceled, false);
		assert.deepEqual(fixture.counts("j"), { REJECTED: 1, FAILED: 1, IN_PROGRESS: 1 });
		fixture.report("b", "j", "FAILED");
		fixture.clock.advance(10 * minute);
		assert.deepEqual(fixture.counts("j"), { REJECTED: 1, FAILED: 2 });
	});
});
