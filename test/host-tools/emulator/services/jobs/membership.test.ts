import assert from "node:assert/strict";
import { JobFixture, thingArn } from "./job-fixture.js";

const continuous = { targetSelection: "CONTINUOUS" };

describe("Jobs: things that come and go", () => {
	let fixture: JobFixture;
	beforeEach(async () => {
		fixture = await JobFixture.open();
	});
	afterEach(() => fixture.close());
	const join = (group: string, thing: string) => fixture.registry.thingGroups.addThingToThingGroup(group, thing);
	const leave = (group: string, thing: string) => fixture.registry.thingGroups.removeThingFromThingGroup(group, thing);

	it("who joins a group has its continuous jobs to do, and not its snapshot jobs", () => {
		const group = fixture.group("g", "a");
		fixture.create("c", [group], continuous);
		fixture.create("s", [group]);
		fixture.things("b");
		join("g", "b");
		assert.deepEqual(fixture.pending("b"), ["c"]);
		assert.deepEqual(fixture.pending("a"), ["c", "s"]);
	});

	it("who joins a group below one has them too", () => {
		fixture.create("c", [fixture.group("g")], continuous);
		fixture.registry.thingGroups.createThingGroup("below", { parentGroupName: "g" });
		fixture.things("b");
		join("below", "b");
		assert.deepEqual(fixture.pending("b"), ["c"]);
	});

	it("who leaves is REMOVED, and who comes back begins anew", () => {
		fixture.create("c", [fixture.group("g", "a")], continuous);
		fixture.start("a");
		leave("g", "a");
		assert.deepEqual(fixture.counts("c"), { REMOVED: 1 });
		assert.deepEqual(fixture.pending("a"), []);
		join("g", "a");
		const { executionNumber, status, retryAttempt } = fixture.jobs.describeExecution("c", "a");
		assert.deepEqual([executionNumber, status, retryAttempt], [2, "QUEUED", 0]);
		assert.equal(fixture.jobs.describeExecution("c", "a", 1).status, "REMOVED");
	});

	it("who is a target in another way stays one", () => {
		const group = fixture.group("g", "a");
		fixture.group("h");
		fixture.create("c", [group, thingArn("a")], continuous);
		fixture.report("a", "c", "SUCCEEDED");
		leave("g", "a");
		join("g", "a");
		assert.deepEqual(fixture.counts("c"), { SUCCEEDED: 1 });
		assert.equal(fixture.jobs.describeExecution("c", "a").executionNumber, 1);
	});

	it("a group that is deleted takes its things along", () => {
		fixture.create("c", [fixture.group("g", "a", "b"), ...fixture.things("z")], continuous);
		fixture.report("a", "c", "SUCCEEDED");
		fixture.registry.thingGroups.deleteThingGroup("g");
		assert.deepEqual(fixture.counts("c"), { REMOVED: 1, SUCCEEDED: 1, QUEUED: 1 });
	});

	it("a thing that is deleted has no executions, and no job waits for it", () => {
		fixture.create("s", fixture.things("a", "b"));
		fixture.report("a", "s", "SUCCEEDED");
		fixture.registry.things.deleteThing("b");
		assert.deepEqual(fixture.counts("s"), { SUCCEEDED: 1 });
		assert.equal(fixture.status("s"), "COMPLETED");
		fixture.things("b");
		assert.deepEqual(fixture.pending("b"), []);
	});

	it("a canceled job takes nobody in", () => {
		fixture.create("c", [fixture.group("g", "a")], continuous);
		fixture.jobs.cancelJob("c", {});
		fixture.things("b");
		join("g", "b");
		leave("g", "a");
		assert.deepEqual(fixture.counts("c"), { CANCELED: 1 });
	});
});
