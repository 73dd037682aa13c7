import assert from "node:assert/strict";
import { SilenceMonitor } from "../../../../host-tools/cloud/watch/silence-monitor.js";
import type { SilentEvent, UnheardEvent } from "../../../../host-tools/cloud/watch/watch-events.js";

const start = Date.parse("2026-01-02T03:00:00Z");
const numbered = (sequence: number, second: number) => ({
	temperature: 20,
	sequence,
	timestamp: new Date(start + second * 1000).toISOString(),
});

function monitor() {
	const silence = new SilenceMonitor("+/temperature");
	silence.listening(start);
	let now = start;
	/** What is said until `second`, looked for every half second. */
	const until = (second: number) => {
		const said: (SilentEvent | UnheardEvent)[] = [];
		for (; now <= start + second * 1000; now += 500) said.push(...silence.look(now));
		return said;
	};
	return { silence, until };
}

describe("SilenceMonitor", () => {
	it("says once that a thing has missed three of its intervals, and again after it was heard", () => {
		const { silence, until } = monitor();
		for (let count = 0; count < 4; count += 1) silence.heard("a", { temperature: 20 }, start + count * 10_000);
		silence.anythingHeard();
		assert.deepEqual(until(61.5), []);
		const silent = { event: "silent", thingName: "a", lastHeard: "2026-01-02T03:00:30.000Z", intervalMs: 10_000 };
		assert.deepEqual(until(62), [silent]);
		assert.deepEqual(until(100), []);
		silence.heard("a", { temperature: 20 }, start + 100_000);
		// The gap of its silence is its longest now: 70 s.
		assert.deepEqual(until(311.5), []);
		assert.equal(until(312).length, 1);
	});

	it("takes the interval from numbers and times of the device: what waited arrives all at once", () => {
		const { silence, until } = monitor();
		silence.anythingHeard();
		for (const sequence of [1, 2, 5, 6]) silence.heard("a", numbered(sequence, sequence * 60), start + 400_000);
		silence.heard("a", numbered(6, 360), start + 400_000);
		assert.deepEqual(until(581.5), []);
		assert.deepEqual(
			until(582).map((one) => "intervalMs" in one && one.intervalMs),
			[60_000],
		);
	});

	it("knows no silence of a thing that was heard once, or while nothing can be heard", () => {
		const { silence, until } = monitor();
		silence.anythingHeard();
		silence.heard("once", { temperature: 20 }, start);
		silence.heard("a", numbered(1, 0), start);
		silence.heard("a", numbered(2, 1), start + 1000);
		silence.deaf();
		assert.deepEqual(until(1000), []);
		silence.listening(start + 1_000_000);
		assert.deepEqual(until(1004.5), []);
		assert.equal(until(1005).length, 1);
	});

	it("takes no sleep of its own for a silence of others", () => {
		const { silence } = monitor();
		silence.anythingHeard();
		silence.heard("a", numbered(1, 0), start);
		silence.heard("a", numbered(2, 1), start + 1000);
		assert.deepEqual(silence.look(start + 2000), []);
		const woken = start + 3_600_000;
		assert.deepEqual(silence.look(woken), []);
		assert.deepEqual(silence.look(woken + 4500), []);
		assert.equal(silence.look(woken + 5000).length, 1);
	});

	it("says once that nothing at all arrives", () => {
		const { until } = monitor();
		assert.deepEqual(until(59.5), []);
		assert.deepEqual(until(60), [{ event: "unheard", filter: "+/temperature", seconds: 60 }]);
		assert.deepEqual(until(120), []);
		const heard = monitor();
		heard.silence.anythingHeard();
		assert.deepEqual(heard.until(60), []);
	});
});
