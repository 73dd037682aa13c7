import assert from "node:assert/strict";
import type { LogFields } from "../../../firmware/ports/log.js";
import { judgeGaps } from "./judge-gaps.js";
import { judgeMemory, type MemoryFigures } from "./judge-memory.js";
import { judgeReadings } from "./judge-readings.js";
import { judgeRetries } from "./judge-retries.js";
import type { Arrival } from "./soak-observer.js";

const wallMs = Date.parse("2026-01-01T00:00:00Z");
const intervalMs = 10_000;

/** Reading `sequence`, taken in its interval, by a clock that is wrong by `offsetMs`. */
function arrival(sequence: number, { lateMs = 0, offsetMs = 0 } = {}): Arrival {
	const timestamp = new Date(wallMs + sequence * intervalMs + lateMs + offsetMs).toISOString();
	return { sequence, temperature: (1000 + sequence) / 100, timestamp };
}

describe("the judge of a soak's readings", () => {
	const judge = (arrivals: readonly Arrival[], { answers = 3, dropped = 0, acknowledged = [1, 2, 3] } = {}) =>
		judgeReadings({ arrivals, answers, dropped, acknowledged }).problems;
	const all = [arrival(1), arrival(2), arrival(3)];

	it("takes each once and in order, and one that comes again alike", () => {
		assert.deepEqual(judge(all), []);
		assert.deepEqual(judge([arrival(1), arrival(2), arrival(1), arrival(2), arrival(3)]), []);
	});

	it("takes a gap only when as many were counted as dropped", () => {
		const gap = [arrival(1), arrival(3)];
		assert.deepEqual(judge(gap, { dropped: 1, acknowledged: [1, 3] }), []);
		assert.equal(judge(gap, { acknowledged: [1, 3] }).length, 1);
		assert.deepEqual(judge(all, { dropped: 1, acknowledged: [1, 3] }), [], "dropped on its way, and arrived");
		assert.equal(judge(all, { answers: 4 }).length, 1);
	});

	it("takes none that comes late, with other content, or that was acknowledged and never came", () => {
		assert.notDeepEqual(judge([arrival(2), arrival(1), arrival(3)]), []);
		assert.notDeepEqual(judge([...all, arrival(3, { offsetMs: 1000 })]), []);
		assert.notDeepEqual(judge([arrival(1), arrival(2), { ...arrival(3), temperature: 1 }]), []);
		assert.notDeepEqual(judge([arrival(1), arrival(3)], { dropped: 1 }), []);
		assert.notDeepEqual(judge(all, { acknowledged: [1, 3, 2] }), []);
	});
});

describe("the judge of a soak's time", () => {
	const common = { wallMs, after: 0, intervalMs, speed: 100, longestStallMs: 3000, faults: [], clock: [] };

	it("takes off the jumps it knows", () => {
		const arrivals = [arrival(1), arrival(2, { offsetMs: 1e9 }), arrival(3)];
		const clock = [
			{ after: 1, offsetMs: 1e9 },
			{ after: 2, offsetMs: 0 },
		];
		assert.deepEqual(judgeGaps({ ...common, arrivals, clock }).problems, []);
		assert.equal(judgeGaps({ ...common, arrivals }).problems.length, 2);
	});

	it("takes a gap for which the sensor failed, or a short one", () => {
		const gap = [arrival(1), arrival(2, { lateMs: 500_000 })];
		assert.equal(judgeGaps({ ...common, arrivals: gap }).problems.length, 1);
		assert.deepEqual(judgeGaps({ ...common, speed: 288, arrivals: gap }).problems, []);
		const faults = [{ kind: "sensor", at: 30_000, forMs: 450_000, way: "error" } as const];
		assert.deepEqual(judgeGaps({ ...common, faults, arrivals: gap }).problems, []);
	});
});

describe("the judge of a soak's retries", () => {
	const retry = (code: string, at: number) => ({ event: "retry", fields: { code }, at });
	const inflicted = [{ fault: { kind: "cut", at: 0, forMs: 0 } as const, from: 10_000, to: 10_001 }];
	const judge = (...events: { event: string; fields: LogFields; at: number }[]) =>
		judgeRetries({ events, inflicted }).problems.length;

	it("takes a code that goes with a fault of that time", () => {
		assert.equal(judge(retry("connection-lost", 10_010)), 0);
		assert.equal(judge(retry("connection-lost", 9_000)), 1);
		assert.equal(judge(retry("connection-lost", 20_000)), 1);
		assert.equal(judge(retry("network-missing", 10_010)), 1);
	});

	it("takes an untrusted server only while the clock is wrong", () => {
		const clock = (offsetMs: number) => ({ event: "soak.clock", fields: { offsetMs }, at: 0 });
		assert.equal(judge(clock(5), retry("server-untrusted", 1)), 0);
		assert.equal(judge(clock(5), clock(0), retry("server-untrusted", 1)), 1);
	});
});

describe("the judge of a soak's memory", () => {
	const looks = (grow: Partial<MemoryFigures>) =>
		Array.from({ length: 20 }, (_, at) => ({
			at,
			slots: 70_000 + at * (grow.slots ?? 0) + (at % 2) * 300,
			chunks: 20_000,
			sockets: 1,
			timers: 5 + Math.floor((at * (grow.timers ?? 0)) / 10),
		}));

	it("takes what goes up and down, and nothing that grows", () => {
		assert.deepEqual(judgeMemory(looks({})).problems, []);
		assert.equal(judgeMemory(looks({ slots: 200 })).problems.length, 1);
		assert.equal(judgeMemory(looks({ timers: 1 })).problems.length, 1);
		assert.equal(judgeMemory(looks({}).slice(0, 5)).problems.length, 1);
	});
});
