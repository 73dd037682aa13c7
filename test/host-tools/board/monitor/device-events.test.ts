import assert from "node:assert/strict";
import { lineEvents, toDeviceEvent } from "../../../../host-tools/board/monitor/device-events.js";

describe("toDeviceEvent", () => {
	it("turns what the device logs into the events of --json", () => {
		assert.deepEqual(toDeviceEvent("d", "state", { from: "claimed", to: "connecting" }), {
			event: "state",
			device: "d",
			from: "claimed",
			to: "connecting",
		});
		assert.deepEqual(toDeviceEvent("d", "provisioned", { thingName: "t", certificateId: "0a", milliseconds: 12 }), {
			event: "provisioned",
			device: "d",
			thingName: "t",
			certificateId: "0a",
			milliseconds: 12,
		});
		const measured = { temperature: 21.5, humidity: 45.6, pressure: 1013.25 };
		const reading = { thingName: "t", sequence: 1, ...measured, timestamp: "2026-01-02T03:04:05.678Z" };
		assert.deepEqual(toDeviceEvent("d", "reading.acknowledged", reading), {
			event: "reading",
			device: "d",
			...reading,
		});
	});

	it("leaves out a timestamp that the device did not have", () => {
		const reading = { thingName: "t", sequence: 1, temperature: 21.5 };
		assert.deepEqual(toDeviceEvent("d", "reading.acknowledged", reading), {
			event: "reading",
			device: "d",
			...reading,
		});
	});

	it("tells of a full queue at 1, 10, 100, …", () => {
		const told = Array.from({ length: 1000 }, (_, index) => index + 1).filter((dropped) =>
			toDeviceEvent("d", "reading.dropped", { dropped, added: 1 }),
		);
		assert.deepEqual(told, [1, 10, 100, 1000]);
	});

	it("tells of every block of readings that flash dropped", () => {
		const detail = "300 so far, there was no room";
		const step = { event: "step", device: "d", step: "reading.dropped", detail };
		assert.deepEqual(toDeviceEvent("d", "reading.dropped", { dropped: 300, added: 254 }), step);
	});

	it("shows a step it does not know with its fields", () => {
		const step = { event: "step", device: "d", step: "something.new", detail: "1 two" };
		assert.deepEqual(toDeviceEvent("d", "something.new", { a: 1, b: "two" }), step);
	});
});

describe("lineEvents", () => {
	it("decodes the firmware's events as those of the virtual device", () => {
		assert.deepEqual(lineEvents("d", 'thingsmith {"level":"info","event":"state","from":"a","to":"b"}'), [
			{ event: "state", device: "d", from: "a", to: "b" },
		]);
		assert.deepEqual(
			lineEvents("d", 'thingsmith {"level":"error","event":"failed","code":"claim-expired","message":"m"}'),
			[{ event: "gave-up", device: "d", code: "claim-expired", message: "m" }],
		);
	});

	it("gives other lines as they are, and empty ones not at all", () => {
		assert.deepEqual(lineEvents("d", "ESP-ROM:esp32c3"), [{ event: "line", device: "d", text: "ESP-ROM:esp32c3" }]);
		assert.deepEqual(lineEvents("d", "thingsmith {"), [{ event: "line", device: "d", text: "thingsmith {" }]);
		assert.deepEqual(lineEvents("d", "\x1b[0m "), []);
	});

	it("lets no escape sequence through that JSON spells out", () => {
		const [happened] = lineEvents(
			"d",
			'thingsmith {"level":"info","event":"thing.registered","thingName":"\\u001b[2Jx"}',
		);
		assert.equal(JSON.stringify(happened).includes("u001b"), false);
	});
});
