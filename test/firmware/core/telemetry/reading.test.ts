import assert from "node:assert/strict";
import { formatReading, readingTime, readingTopic } from "../../../../firmware/core/telemetry/reading.js";
import { VirtualTime } from "../../../fakes/virtual-time.js";

const reading = { temperature: 21.5, sequence: 17, ticks: 0 };

describe("a reading", () => {
	it("in json has temperature, unit, sequence and timestamp", () => {
		assert.equal(
			formatReading({ ...reading, temperature: 21.53 }, "2026-11-22T00:00:00.000Z", "json"),
			'{"temperature":21.53,"unit":"celsius","sequence":17,"timestamp":"2026-11-22T00:00:00.000Z"}',
		);
	});

	it("in raw is the number alone, with two decimals", () => {
		for (const [temperature, expected] of [
			[21.5, "21.50"],
			[0, "0.00"],
			[-0, "0.00"],
			[-7.25, "-7.25"],
			[100, "100.00"],
		] as const) {
			assert.equal(formatReading({ ...reading, temperature }, "", "raw"), expected);
		}
	});

	it("tells when it was taken, also when the clock was set only afterwards", async () => {
		const time = new VirtualTime(Date.UTC(2026, 10, 22));
		time.skip(2000);
		const taken = { ...reading, ticks: time.ticks() };
		time.skip(60_000);
		await time.synchronize();
		assert.equal(readingTime(taken, time), "2026-11-22T00:00:02.000Z");
	});
});

describe("the topic of readings", () => {
	it("has the thing's name wherever the template asks for it", () => {
		assert.equal(readingTopic("{thingName}/temperature", "pump-7"), "pump-7/temperature");
		assert.equal(readingTopic("a/{thingName}/b/{thingName}", "p"), "a/p/b/p");
		assert.equal(readingTopic("plain", "p"), "plain");
		assert.equal(readingTopic("{thingName}", "$&"), "$&");
	});

	it("has at most 256 bytes, which the bootstrap is blamed for", () => {
		assert.equal(readingTopic("{thingName}", "é".repeat(128)).length, 128);
		assert.throws(() => readingTopic("{thingName}/t", "é".repeat(128)), {
			code: "bootstrap-invalid",
			message: /topic.*258/,
		});
	});
});
