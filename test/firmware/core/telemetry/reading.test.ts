import assert from "node:assert/strict";
import { formatReading, timestampOf } from "../../../../firmware/core/telemetry/reading.js";

const reading = { temperature: 21.5, sequence: 17, time: Date.UTC(2026, 10, 22) };

describe("a reading", () => {
	it("in json has temperature, unit, sequence and timestamp", () => {
		assert.equal(
			formatReading({ ...reading, temperature: 21.53 }, "json"),
			'{"temperature":21.53,"unit":"celsius","sequence":17,"timestamp":"2026-11-22T00:00:00.000Z"}',
		);
	});

	it("in json has humidity and pressure where they were measured, and the temperature as ever", () => {
		assert.equal(
			formatReading({ ...reading, humidity: 45.67, pressure: 1013.25 }, "json"),
			'{"temperature":21.5,"unit":"celsius","humidity":45.67,"pressure":1013.25,"sequence":17,"timestamp":"2026-11-22T00:00:00.000Z"}',
		);
		assert.equal(formatReading({ ...reading, humidity: 45.67 }, "raw"), "21.50");
	});

	it("in raw is the number alone, with two decimals", () => {
		for (const [temperature, expected] of [
			[21.5, "21.50"],
			[0, "0.00"],
			[-0, "0.00"],
			[-7.25, "-7.25"],
			[100, "100.00"],
		] as const) {
			assert.equal(formatReading({ ...reading, temperature }, "raw"), expected);
		}
	});

	it("of which nobody knows when it was taken has no timestamp", () => {
		const timeless = { ...reading, time: undefined };
		assert.equal(timestampOf(timeless), undefined);
		assert.equal(formatReading(timeless, "json"), '{"temperature":21.5,"unit":"celsius","sequence":17}');
	});
});
