import assert from "node:assert/strict";
import fc from "fast-check";
import { makeSchedule } from "./schedule.js";

const hours = fc.integer({ min: 1, max: 48 });

describe("the schedule of a soak", () => {
	it("is the same for the same seed, and another one for another", () => {
		assert.deepEqual(makeSchedule(24, 1), makeSchedule(24, 1));
		assert.notDeepEqual(makeSchedule(24, 1), makeSchedule(24, 2));
	});

	it("has faults that begin and end in its time, those outside the device one after the other", () => {
		fc.assert(
			fc.property(hours, fc.integer(), (length, seed) => {
				const { host, device, durationMs } = makeSchedule(length, seed);
				const ends = [...host, ...device].map((fault) => fault.at + ("forMs" in fault ? fault.forMs : 0));
				assert.ok(ends.every((end) => end < durationMs));
				assert.ok(host.every(({ at }, index) => index === 0 || at >= (ends[index - 1] ?? 0)));
			}),
		);
	});

	it("has at least one fault of each kind, and takes Wi-Fi away whenever it stalls", () => {
		fc.assert(
			fc.property(hours, fc.integer(), (length, seed) => {
				const { host, device } = makeSchedule(length, seed);
				assert.equal(new Set(host.map(({ kind }) => kind)).size, 5);
				assert.equal(new Set(device.map(({ kind }) => kind)).size, 3);
				const stalls = host.filter(({ kind }) => kind === "stall").map(({ at }) => at);
				assert.deepEqual(
					device.filter(({ kind }) => kind === "wifi").map(({ at }) => at),
					stalls,
				);
			}),
		);
	});
});
