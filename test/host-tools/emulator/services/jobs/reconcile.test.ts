import assert from "node:assert/strict";
import { copyFile, cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { TemporaryDirectories } from "../../../../support/temporary-directory.js";
import { JobFixture, thingArn } from "./job-fixture.js";

const logs = ["registry.log", "data-plane.log"] as const;

describe("Jobs of a process that was killed between its two logs", () => {
	const directories = new TemporaryDirectories();
	let fixture: JobFixture;
	let before: string;
	let after: string;
	beforeEach(async () => {
		after = await directories.make();
		fixture = await JobFixture.open({ directory: after });
		fixture.things("a", "b");
	});
	afterEach(async () => {
		await fixture.close();
		await directories.remove();
	});
	/** The state as it is on disk, before the step that is to be torn. */
	const keep = async () => {
		await fixture.registry.durable();
		before = join(await directories.make(), "before");
		await cp(after, before, { recursive: true });
	};
	/** The next process finds one log with the step, and the other without it. */
	const restartWithout = async (log: (typeof logs)[number]) => {
		await fixture.registry.durable();
		const torn = await directories.make();
		for (const name of logs) await copyFile(join(name === log ? before : after, name), join(torn, name));
		assert.notEqual(await readFile(join(torn, log), "utf8"), await readFile(join(after, log), "utf8"));
		const now = fixture.clock.now();
		await fixture.close();
		fixture = await JobFixture.open({ directory: torn, now });
		fixture.clock.advance(10);
	};
	const targets = ["a", "b"].map(thingArn);

	it("a job without its executions begins", async () => {
		await keep();
		fixture.create("j", targets);
		await restartWithout("data-plane.log");
		assert.deepEqual([fixture.status("j"), fixture.counts("j")], ["IN_PROGRESS", { QUEUED: 2 }]);
	});

	it("executions without their job are gone, and so is what a rollout had before it", async () => {
		await keep();
		fixture.create("j", targets, { jobExecutionsRolloutConfig: { maximumPerMinute: 1 } });
		await restartWithout("registry.log");
		assert.deepEqual(
			[fixture.jobs.hasJob("j"), fixture.pending("a"), fixture.jobs.isRollingOut("j")],
			[false, [], false],
		);
		fixture.create("j", targets);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 2 });
	});

	it("the last report completes the job", async () => {
		fixture.create("j", targets);
		fixture.report("a", "j", "SUCCEEDED");
		await keep();
		fixture.report("b", "j", "SUCCEEDED");
		await restartWithout("registry.log");
		assert.deepEqual([fixture.status("j"), fixture.counts("j")], ["COMPLETED", { SUCCEEDED: 2 }]);
	});

	it("a job that is completed though a thing has it to do is in progress again", async () => {
		fixture.create("j", targets);
		fixture.report("a", "j", "SUCCEEDED");
		await keep();
		fixture.report("b", "j", "SUCCEEDED");
		await restartWithout("data-plane.log");
		assert.deepEqual([fixture.status("j"), fixture.pending("b")], ["IN_PROGRESS", ["j"]]);
		fixture.report("b", "j", "SUCCEEDED");
		assert.equal(fixture.status("j"), "COMPLETED");
	});

	it("a deleted job leaves no executions behind", async () => {
		fixture.create("j", targets);
		await keep();
		fixture.jobs.removeJob("j", true);
		await restartWithout("data-plane.log");
		assert.deepEqual([fixture.jobs.hasJob("j"), fixture.pending("a")], [false, []]);
	});

	it("a job whose executions are deleted does not begin again", async () => {
		fixture.create("j", targets);
		fixture.report("a", "j", "SUCCEEDED");
		await keep();
		fixture.jobs.removeJob("j", true);
		await restartWithout("registry.log");
		assert.deepEqual([fixture.status("j"), fixture.counts("j")], ["COMPLETED", {}]);
	});

	it("a continuous job without its executions begins, too", async () => {
		const group = fixture.group("g", "c");
		await keep();
		fixture.create("j", [group], { targetSelection: "CONTINUOUS" });
		await restartWithout("data-plane.log");
		assert.deepEqual(fixture.counts("j"), { QUEUED: 1 });
	});

	it("a thing that is deleted has nothing to do", async () => {
		fixture.create("j", targets);
		fixture.report("a", "j", "SUCCEEDED");
		await keep();
		fixture.registry.things.deleteThing("b");
		await restartWithout("data-plane.log");
		assert.deepEqual([fixture.status("j"), fixture.counts("j")], ["COMPLETED", { SUCCEEDED: 1 }]);
	});
});
