import assert from "node:assert/strict";
import { bareBoard } from "../../../../firmware/core/bare-board.js";
import { ProgressWatch, progressDeadline } from "../../../../firmware/core/indicators/progress-watch.js";
import { RecordingLog } from "../../../fakes/recording-log.js";
import { VirtualTime } from "../../../fakes/virtual-time.js";

/** A chip whose watchdog bites when it was not fed for 30 s. */
function open() {
	const watchdogMs = 30_000;
	const time = new VirtualTime();
	const log = new RecordingLog();
	const fed: number[] = [];
	const board = { ...bareBoard("chip", "0"), watchdogMs, feedWatchdog: () => fed.push(time.ticks()) };
	const watch = new ProgressWatch({ board, clock: time, timer: time, log });
	const bitten = () => time.ticks() - (fed.at(-1) ?? 0) > watchdogMs;
	return { time, log, fed, watch, bitten };
}

describe("ProgressWatch", () => {
	it("feeds well within the watchdog's time while there is progress", () => {
		const { time, fed, watch } = open();
		watch.expect(300_000);
		for (let minute = 0; minute < 600; minute++) {
			time.run(60_000);
			watch.progress();
		}
		for (const [index, at] of fed.entries()) assert.ok(at - (fed[index - 1] ?? 0) <= 10_000);
		assert.ok((fed.at(-1) ?? 0) >= 600 * 60_000 - 10_000);
	});

	it("starves the watchdog when there was none within the deadline, and says so once", () => {
		const { time, log, fed, watch, bitten } = open();
		watch.expect(300_000);
		time.run(300_000);
		assert.equal(bitten(), false);
		time.run(40_000);
		assert.equal(bitten(), true);
		assert.equal(fed.at(-1), 300_000);
		time.run(300_000);
		const events = log.entries.filter(({ event }) => event === "watchdog.starving");
		assert.equal(events.length, 1);
		assert.deepEqual(events[0]?.fields, { idleMs: 310_000, restartInMs: 30_000 });
	});

	it("feeds on when progress came before the chip restarted", () => {
		const { time, watch, bitten } = open();
		watch.expect(300_000);
		time.run(315_000);
		watch.progress();
		time.run(10_000);
		assert.equal(bitten(), false);
	});

	it("waits for a person for as long as it takes", () => {
		const { time, watch, bitten } = open();
		watch.expect(300_000);
		watch.expect(undefined);
		time.run(7 * 86_400_000);
		assert.equal(bitten(), false);
	});

	it("feeds nothing any more when it is closed, and where there is no watchdog", () => {
		const { time, fed, watch } = open();
		watch.close();
		watch.close();
		assert.equal(time.pending, 0);
		assert.deepEqual(fed, [0]);
		const none = new VirtualTime();
		const board = { ...bareBoard("none", "0"), feedWatchdog: () => assert.fail("fed") };
		new ProgressWatch({ board, clock: none, timer: none, log: new RecordingLog() });
		assert.equal(none.pending, 0);
	});
});

describe("progressDeadline", () => {
	it("is five minutes, or three sampling intervals where these are longer", () => {
		assert.equal(progressDeadline(10_000), 300_000);
		assert.equal(progressDeadline(100_000), 300_000);
		assert.equal(progressDeadline(86_400_000), 3 * 86_400_000);
	});
});
