import assert from "node:assert/strict";
import { TemporaryDirectories } from "../../../../support/temporary-directory.js";
import { JobFixture, minute } from "./job-fixture.js";

describe("Jobs: what a restart leaves", () => {
	const directories = new TemporaryDirectories();
	let fixture: JobFixture;
	let directory: string;
	beforeEach(async () => {
		directory = await directories.make();
		fixture = await JobFixture.open({ directory });
	});
	afterEach(async () => {
		await fixture.close();
		await directories.remove();
	});
	/** The next process is `later` ms later. */
	const restart = async (later = 0) => {
		const now = fixture.clock.now() + later;
		await fixture.close();
		fixture = await JobFixture.open({ directory, now });
	};

	it("jobs, executions, their tries and counts are as they were", async () => {
		fixture.create("j", fixture.things("a", "b", "c"), {
			jobExecutionsRetryConfig: { criteriaList: [{ failureType: "FAILED", numberOfRetries: 1 }] },
		});
		fixture.report("a", "j", "FAILED");
		fixture.start("b");
		const before = [...fixture.jobs.executions.ofJob("j")];
		await restart();
		assert.deepEqual([...fixture.jobs.executions.ofJob("j")], before);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 2, IN_PROGRESS: 1 });
		assert.deepEqual(fixture.pending("a"), ["j"]);
		for (const name of ["a", "b", "c"]) fixture.report(name, "j", "SUCCEEDED");
		assert.equal(fixture.status("j"), "COMPLETED");
	});

	it("a rollout goes on where it was, and does not catch up", async () => {
		const names = ["a", "b", "c", "d", "e"];
		fixture.create("j", fixture.things(...names), { jobExecutionsRolloutConfig: { maximumPerMinute: 1 } });
		fixture.clock.advance(minute);
		await restart(60 * minute);
		fixture.clock.advance(0);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 3 });
		fixture.clock.advance(minute);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 4 });
	});

	it("timers run on, and what was missed is made up for", async () => {
		fixture.create("j", fixture.things("a", "b"), { timeoutConfig: { inProgressTimeoutInMinutes: 10 } });
		fixture.start("a");
		fixture.clock.advance(5 * minute);
		fixture.start("b");
		await restart(6 * minute);
		fixture.clock.advance(0);
		assert.deepEqual(fixture.counts("j"), { TIMED_OUT: 1, IN_PROGRESS: 1 });
		fixture.clock.advance(4 * minute);
		assert.equal(fixture.status("j"), "COMPLETED");
	});

	it("a scheduled job begins, and a continuous one takes things in", async () => {
		const startTime = new Date(fixture.clock.now() + 60 * minute).toISOString().slice(0, 16);
		fixture.create("j", [fixture.group("g", "a")], { targetSelection: "CONTINUOUS", schedulingConfig: { startTime } });
		await restart(61 * minute);
		fixture.clock.advance(0);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 1 });
		await restart();
		fixture.things("b");
		fixture.registry.thingGroups.addThingToThingGroup("g", "b");
		assert.deepEqual(fixture.counts("j"), { QUEUED: 2 });
	});

	it("what is hidden outside of a maintenance window stays hidden", async () => {
		const hours = new Date(fixture.clock.now() + 180 * minute).getUTCHours();
		const maintenanceWindows = [{ startTime: `cron(0 ${hours} * * ? *)`, durationInMinutes: 30 }];
		fixture.create("j", fixture.things("a"), { schedulingConfig: { maintenanceWindows } });
		fixture.clock.advance(24 * 60 * minute);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 1 });
		await restart();
		assert.deepEqual(fixture.pending("a"), []);
	});

	it("a long rollout goes on, and reaches each thing once", async () => {
		fixture.create("j", [fixture.bigGroup("g", 1200)]);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 250 });
		fixture.report("t0000", "j", "SUCCEEDED");
		await restart();
		fixture.turns(25);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 1199, SUCCEEDED: 1 });
		assert.equal([...fixture.jobs.executions.ofJob("j")].length, 1200);
		assert.equal(fixture.jobs.isRollingOut("j"), false);
	});

	it("a long end of a rollout goes on, and the job's id is free only after it", async () => {
		const group = fixture.bigGroup("g", 1200);
		fixture.create("j", [group], { jobExecutionsRolloutConfig: { maximumPerMinute: 1 } });
		fixture.turns(25);
		fixture.jobs.removeJob("j", true);
		assert.equal(fixture.jobs.hasJob("j"), true);
		assert.equal(fixture.jobs.isRollingOut("j"), false);
		await restart();
		fixture.turns(25);
		assert.equal(fixture.jobs.hasJob("j"), false);
		fixture.create("j", fixture.things("other"));
		assert.deepEqual(fixture.counts("j"), { QUEUED: 1 });
		assert.equal(fixture.jobs.isRollingOut("j"), false);
	});

	it("a long cancellation and a long deletion go on", async () => {
		const names = Array.from({ length: 1500 }, (_, index) => `t${index}`);
		fixture.create("c", fixture.things(...names.slice(0, 1000)));
		fixture.registry.thingGroups.createThingGroup("g");
		fixture.things(...names);
		for (const name of names) fixture.registry.thingGroups.addThingToThingGroup("g", name);
		const { group } = { group: "arn:aws:iot:us-east-1:000000000000:thinggroup/g" };
		fixture.create("j", [group]);
		fixture.turns(25);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 1500 });
		fixture.jobs.cancelJob("j", {});
		assert.deepEqual(fixture.counts("j"), { QUEUED: 1250, CANCELED: 250 });
		await restart();
		fixture.turns(25);
		assert.deepEqual(fixture.counts("j"), { CANCELED: 1500 });
		fixture.jobs.removeJob("j", false);
		assert.equal(fixture.status("j"), "DELETION_IN_PROGRESS");
		await restart();
		fixture.turns(25);
		assert.equal(fixture.jobs.hasJob("j"), false);
		assert.deepEqual([...fixture.jobs.executions.ofJob("j")], []);
	});
});
