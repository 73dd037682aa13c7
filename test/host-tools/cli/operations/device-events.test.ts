import assert from "node:assert/strict";
import { toEvent } from "../../../../host-tools/cli/operations/device-events.js";

describe("toEvent", () => {
	it("turns what the device logs into the events of --json", () => {
		assert.deepEqual(toEvent("d", "state", { from: "claimed", to: "connecting" }), {
			event: "state",
			device: "d",
			from: "claimed",
			to: "connecting",
		});
		assert.deepEqual(toEvent("d", "provisioned", { thingName: "t", certificateId: "0a", milliseconds: 12 }), {
			event: "provisioned",
			device: "d",
			thingName: "t",
			certificateId: "0a",
			milliseconds: 12,
		});
		const reading = { thingName: "t", sequence: 1, temperature: 21.5, timestamp: "2026-01-02T03:04:05.678Z" };
		assert.deepEqual(toEvent("d", "reading.acknowledged", reading), { event: "reading", device: "d", ...reading });
	});

	it("leaves out a timestamp that the device did not have", () => {
		const reading = { thingName: "t", sequence: 1, temperature: 21.5 };
		assert.deepEqual(toEvent("d", "reading.acknowledged", reading), { event: "reading", device: "d", ...reading });
	});

	it("tells of a full queue at 1, 10, 100, …", () => {
		const told = Array.from({ length: 1000 }, (_, index) => index + 1).filter((dropped) =>
			toEvent("d", "reading.dropped", { dropped, added: 1 }),
		);
		assert.deepEqual(told, [1, 10, 100, 1000]);
	});

	it("tells of every block of readings that flash dropped", () => {
		const detail = "300 so far, there was no room";
		const step = { event: "step", device: "d", step: "reading.dropped", detail };
		assert.deepEqual(toEvent("d", "reading.dropped", { dropped: 300, added: 254 }), step);
	});

	it("shows a step it does not know with its fields", () => {
		const step = { event: "step", device: "d", step: "something.new", detail: "1 two" };
		assert.deepEqual(toEvent("d", "something.new", { a: 1, b: "two" }), step);
	});
});
