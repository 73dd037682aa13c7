import assert from "node:assert/strict";
import { refused } from "../refused.js";
import { JobFixture, minute } from "./job-fixture.js";

/** A Saturday. */
const noon = Date.UTC(2035, 0, 6, 12);
const hour = 60 * minute;
const at = (time: number) => new Date(time).toISOString().slice(0, 16).replace("T", " ");

describe("Jobs: schedules", () => {
	let fixture: JobFixture;
	beforeEach(async () => {
		fixture = await JobFixture.open({ now: noon });
	});
	afterEach(() => fixture.close());
	const schedule = (schedulingConfig: Record<string, string>, more = {}) =>
		fixture.create("j", [fixture.group("g", "a", "b")], { schedulingConfig, ...more });

	it("a job begins at its start time, with the things that are there then", () => {
		schedule({ startTime: at(noon + hour) });
		assert.equal(fixture.status("j"), "SCHEDULED");
		fixture.things("c");
		fixture.registry.thingGroups.addThingToThingGroup("g", "c");
		fixture.clock.advance(hour);
		assert.equal(fixture.status("j"), "IN_PROGRESS");
		assert.deepEqual(fixture.counts("j"), { QUEUED: 3 });
	});

	for (const [endBehavior, status, counts] of [
		["STOP_ROLLOUT", "IN_PROGRESS", { IN_PROGRESS: 1 }],
		["CANCEL", "CANCELED", { IN_PROGRESS: 1 }],
		["FORCE_CANCEL", "CANCELED", { CANCELED: 1 }],
	] as const) {
		it(`a job ends at its end time: ${endBehavior}`, () => {
			const rate = { jobExecutionsRolloutConfig: { maximumPerMinute: 1 } };
			schedule({ startTime: at(noon + hour), endTime: at(noon + 2 * hour), endBehavior }, rate);
			fixture.clock.advance(hour);
			fixture.start("a");
			fixture.registry.thingGroups.removeThingFromThingGroup("g", "b");
			fixture.registry.things.deleteThing("b");
			fixture.clock.advance(hour);
			assert.equal(fixture.status("j"), status);
			assert.deepEqual(fixture.counts("j"), counts);
		});
	}

	it("a continuous job takes nobody in after its end, and is complete when all is done", () => {
		const continuous = { targetSelection: "CONTINUOUS" };
		schedule({ endTime: at(noon + hour) }, continuous);
		fixture.report("a", "j", "SUCCEEDED");
		fixture.clock.advance(hour);
		fixture.things("c");
		fixture.registry.thingGroups.addThingToThingGroup("g", "c");
		assert.deepEqual(fixture.counts("j"), { SUCCEEDED: 1, QUEUED: 1 });
		fixture.report("b", "j", "SUCCEEDED");
		assert.equal(fixture.status("j"), "COMPLETED");
	});

	it("outside its maintenance windows a job rolls nothing out and is in no list of what is pending", () => {
		const maintenanceWindows = [{ startTime: "cron(0 18 ? * SAT *)", durationInMinutes: 60 }];
		fixture.create("j", fixture.things("a", "b"), {
			schedulingConfig: { maintenanceWindows },
			jobExecutionsRolloutConfig: { maximumPerMinute: 1 },
		});
		fixture.create("k", fixture.things("a"));
		assert.deepEqual(fixture.counts("j"), {});
		fixture.clock.advance(6 * hour);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 1 });
		assert.deepEqual(fixture.pending("a"), ["k", "j"]);
		fixture.clock.advance(hour);
		assert.deepEqual(fixture.counts("j"), { QUEUED: 2 });
		assert.deepEqual([fixture.pending("a"), fixture.pending("b")], [["k"], []]);
		assert.equal(fixture.start("b"), undefined);
		fixture.clock.advance(7 * 24 * hour - hour);
		assert.deepEqual([fixture.pending("a"), fixture.pending("b")], [["k", "j"], ["j"]]);
	});

	it("refuses times that are too near, too far, or none", () => {
		const wrong: readonly Record<string, string>[] = [
			{ startTime: at(noon + 10 * minute) },
			{ startTime: at(noon + 400 * 24 * hour) },
			{ startTime: "tomorrow" },
			{ startTime: "2035-13-01 10:00" },
			{ endTime: at(noon + 10 * minute) },
			{ startTime: at(noon + hour), endTime: at(noon + hour + 10 * minute) },
			{ endTime: at(noon + 800 * 24 * hour) },
			{ endTime: at(noon + hour), endBehavior: "EXPLODE" },
		];
		for (const [index, config] of wrong.entries()) {
			const create = () => fixture.create(`j${index}`, fixture.things("a"), { schedulingConfig: config });
			assert.throws(create, refused("InvalidRequestException", 400, /^schedulingConfig\./));
		}
	});
});
