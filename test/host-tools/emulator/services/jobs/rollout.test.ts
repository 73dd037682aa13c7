import assert from "node:assert/strict";
import { JobFixture, minute } from "./job-fixture.js";

const names = (count: number) => Array.from({ length: count }, (_, index) => `t${String(index).padStart(5, "0")}`);

describe("Jobs: rollout", () => {
	let fixture: JobFixture;
	beforeEach(async () => {
		fixture = await JobFixture.open();
	});
	afterEach(() => fixture.close());

	it("reaches all things of groups at once without a rate, each once", () => {
		const { registry } = fixture;
		const parent = fixture.group("parent", "a", "b");
		registry.thingGroups.createThingGroup("child", { parentGroupName: "parent" });
		fixture.things("c");
		registry.thingGroups.addThingToThingGroup("child", "c");
		fixture.create("j", [parent, ...fixture.things("a", "d")]);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 4 });
		assert.equal(fixture.jobs.isConcurrent(fixture.jobs.describeJob("j")), false);
	});

	it("keeps to maximumPerMinute, minute by minute", () => {
		fixture.create("j", fixture.things(...names(25)), { jobExecutionsRolloutConfig: { maximumPerMinute: 10 } });
		assert.deepEqual(fixture.counts("j"), { QUEUED: 10 });
		assert.equal(fixture.jobs.isRollingOut("j"), true);
		fixture.clock.advance(minute - 1000);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 10 });
		fixture.clock.advance(1000);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 20 });
		fixture.clock.advance(minute);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 25 });
		assert.equal(fixture.jobs.isRollingOut("j"), false);
	});

	it("grows by the factor each time the criterion is met, up to the maximum", () => {
		const rateIncreaseCriteria = { numberOfNotifiedThings: 10 };
		const exponentialRate = { baseRatePerMinute: 10, incrementFactor: 2, rateIncreaseCriteria };
		fixture.create("j", fixture.things(...names(200)), {
			jobExecutionsRolloutConfig: { exponentialRate, maximumPerMinute: 50 },
		});
		const reached = [fixture.counts("j").QUEUED];
		for (let count = 0; count < 5; count++) {
			fixture.clock.advance(minute);
			reached.push(fixture.counts("j").QUEUED);
		}
		// 10, then 20 a minute after 10 were notified, then what 30 of them allow: 80, cut to 50.
		assert.deepEqual(reached, [10, 30, 80, 130, 180, 200]);
	});

	it("grows with successes where they are the criterion", () => {
		const rateIncreaseCriteria = { numberOfSucceededThings: 1 };
		const exponentialRate = { baseRatePerMinute: 1, incrementFactor: 3, rateIncreaseCriteria };
		fixture.create("j", fixture.things(...names(9)), { jobExecutionsRolloutConfig: { exponentialRate } });
		fixture.clock.advance(minute);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 2 });
		fixture.report("t00000", "j", "SUCCEEDED");
		fixture.clock.advance(minute);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 4, SUCCEEDED: 1 });
	});

	it("does not complete before all were reached", () => {
		fixture.create("j", fixture.things("a", "b"), { jobExecutionsRolloutConfig: { maximumPerMinute: 1 } });
		fixture.report("a", "j", "SUCCEEDED");
		assert.equal(fixture.status("j"), "IN_PROGRESS");
		fixture.clock.advance(minute);
		fixture.report("b", "j", "FAILED");
		assert.equal(fixture.status("j"), "COMPLETED");
	});

	it("passes over things that were deleted while they waited", () => {
		fixture.create("j", fixture.things("a", "b", "c"), { jobExecutionsRolloutConfig: { maximumPerMinute: 1 } });
		fixture.registry.things.deleteThing("b");
		fixture.clock.advance(minute);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 2 });
		assert.equal(fixture.jobs.isRollingOut("j"), false);
	});

	it("reaches a big group so many things a turn, each once, whatever joins and leaves it meanwhile", () => {
		const { registry } = fixture;
		const group = fixture.bigGroup("g", 1200);
		fixture.create("j", [group]);
		const reached = [fixture.counts("j").QUEUED];
		registry.thingGroups.removeThingFromThingGroup("g", "t0249");
		registry.thingGroups.removeThingFromThingGroup("g", "t0700");
		fixture.things("t0100a", "t1300");
		for (const name of ["t0100a", "t1300"]) registry.thingGroups.addThingToThingGroup("g", name);
		for (let turn = 0; turn < 10; turn++) {
			fixture.turns(1);
			reached.push(fixture.counts("j").QUEUED);
		}
		// Without t0700, and with t1300: both changed before the rollout came to their places.
		assert.deepEqual([...new Set(reached)], [250, 500, 750, 1000, 1200]);
		assert.deepEqual([fixture.pending("t0700"), fixture.pending("t1300")], [[], ["j"]]);
		assert.equal(fixture.jobs.isRollingOut("j"), false);
	});

	it("keeps to a rate that is more than a turn's number", () => {
		fixture.create("j", [fixture.bigGroup("g", 1300)], { jobExecutionsRolloutConfig: { maximumPerMinute: 600 } });
		fixture.turns(10);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 600 });
		fixture.clock.advance(minute);
		fixture.turns(3);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 1200 });
	});

	it("catches up with a leap of the clock a turn at a time", async () => {
		fixture.create("j", [fixture.bigGroup("g", 1900)], { jobExecutionsRolloutConfig: { maximumPerMinute: 100 } });
		fixture.turns(10);
		fixture.clock.advance(365 * 24 * 60 * minute);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 400 });
		await fixture.clock.settled();
		assert.deepEqual(fixture.counts("j"), { QUEUED: 1900 });
	});

	it("makes up for no minute in which there was no room", () => {
		const { executions } = fixture.jobs;
		fixture.create("j", fixture.things("a", "b"), { jobExecutionsRolloutConfig: { maximumPerMinute: 1 } });
		Object.defineProperty(executions, "room", { get: () => 0, configurable: true });
		fixture.clock.advance(10 * 365 * 24 * 60 * minute);
		Object.defineProperty(executions, "room", { get: () => 1, configurable: true });
		fixture.clock.advance(0);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 1 });
		fixture.clock.advance(minute);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 2 });
	});

	it("of an empty group is complete at once", () => {
		fixture.create("j", [fixture.group("g")]);
		assert.equal(fixture.status("j"), "COMPLETED");
		fixture.create("k", [fixture.group("h")], { targetSelection: "CONTINUOUS" });
		assert.equal(fixture.status("k"), "IN_PROGRESS");
	});
});
