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

	it("of an empty group is complete at once", () => {
		fixture.create("j", [fixture.group("g")]);
		assert.equal(fixture.status("j"), "COMPLETED");
		fixture.create("k", [fixture.group("h")], { targetSelection: "CONTINUOUS" });
		assert.equal(fixture.status("k"), "IN_PROGRESS");
	});
});
