import assert from "node:assert/strict";
import { SilenceMonitor } from "../../../../host-tools/cloud/watch/silence-monitor.js";

const start = Date.parse("2026-01-02T03:00:00Z");
const numbered = (sequence: number, second: number) => ({
	temperature: 20,
	sequence,
	timestamp: new Date(start + second * 1000).toISOString(),
});

function monitor() {
	const silence = new SilenceMonitor("+/temperature");
	silence.listening(start);
	return silence;
}

describe("SilenceMonitor", () => {
	it("says once that a thing has missed three of its intervals, and again after it was heard", () => {
		const silence = monitor();
		for (let count = 0; count < 4; count += 1) silence.heard("a", { temperature: 20 }, start + count * 10_000);
		silence.anythingHeard();
		assert.deepEqual(silence.look(start + 61_000), []);
		const silent = { event: "silent", thingName: "a", lastHeard: "2026-01-02T03:00:30.000Z", intervalMs: 10_000 };
		assert.deepEqual(silence.look(start + 62_000), [silent]);
		assert.deepEqual(silence.look(start + 90_000), []);
		silence.heard("a", { temperature: 20 }, start + 100_000);
		// The gap of its silence is its longest now.
		assert.deepEqual(silence.look(start + 200_000), []);
		assert.equal(silence.look(start + 400_000).length, 1);
	});

	it("takes the interval from numbers and times of the device: what waited arrives all at once", () => {
		const silence = monitor();
		silence.anythingHeard();
		for (const sequence of [1, 2, 5, 6]) silence.heard("a", numbered(sequence, sequence * 60), start + 400_000);
		silence.heard("a", numbered(6, 360), start + 400_000);
		assert.deepEqual(silence.look(start + 581_000), []);
		assert.deepEqual(
			silence.look(start + 582_000).map((one) => "intervalMs" in one && one.intervalMs),
			[60_000],
		);
	});

	it("knows no silence of a thing that was heard once, or while nothing can be heard", () => {
		const silence = monitor();
		silence.anythingHeard();
		silence.heard("once", { temperature: 20 }, start);
		silence.heard("a", numbered(1, 0), start);
		silence.heard("a", numbered(2, 1), start + 1000);
		silence.deaf();
		assert.deepEqual(silence.look(start + 1_000_000), []);
		silence.listening(start + 1_000_000);
		assert.deepEqual(silence.look(start + 1_004_000), []);
		assert.equal(silence.look(start + 1_005_000).length, 1);
	});

	it("says once that nothing at all arrives", () => {
		const silence = monitor();
		assert.deepEqual(silence.look(start + 59_000), []);
		assert.deepEqual(silence.look(start + 60_000), [{ event: "unheard", filter: "+/temperature", seconds: 60 }]);
		assert.deepEqual(silence.look(start + 120_000), []);
		const heard = monitor();
		heard.anythingHeard();
		assert.deepEqual(heard.look(start + 60_000), []);
	});
});
