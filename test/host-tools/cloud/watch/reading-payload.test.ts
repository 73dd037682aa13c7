import assert from "node:assert/strict";
import fc from "fast-check";
import { parseReading } from "../../../../host-tools/cloud/watch/reading-payload.js";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("parseReading", () => {
	it("reads the json payload of docs/readings.md", () => {
		const payload = '{"temperature":21.53,"unit":"celsius","sequence":17,"timestamp":"2026-01-02T03:04:05Z"}';
		const expected = { temperature: 21.53, sequence: 17, timestamp: "2026-01-02T03:04:05Z" };
		assert.deepEqual(parseReading(bytes(payload)), expected);
	});

	it("reads the raw payload", () => {
		assert.deepEqual(parseReading(bytes("21.53")), { temperature: 21.53 });
	});

	it("reads humidity and pressure, and leaves out what is no number, and what it does not know", () => {
		const payload = '{"temperature":21.53,"unit":"celsius","humidity":45.67,"pressure":1013.25,"light":300}';
		assert.deepEqual(parseReading(bytes(payload)), { temperature: 21.53, humidity: 45.67, pressure: 1013.25 });
		assert.deepEqual(parseReading(bytes('{"temperature":21,"humidity":"45 %","pressure":null}')), { temperature: 21 });
	});

	it("says what is wrong with anything else", () => {
		const wrong: [string, RegExp][] = [
			["", /neither a number nor JSON/],
			["21.53 °C", /neither a number nor JSON/],
			["null", /neither a number nor a JSON object/],
			["[]", /no temperature/],
			['{"temperature":"21"}', /no temperature/],
			['{"temperature":70,"unit":"fahrenheit"}', /unit/],
			['{"temperature":21,"sequence":-1}', /sequence/],
			['{"temperature":21,"timestamp":"yesterday"}', /timestamp/],
			[`{"temperature":21,"x":"${"x".repeat(5000)}"}`, /too long/],
		];
		for (const [payload, message] of wrong)
			assert.throws(() => parseReading(bytes(payload)), { name: "RangeError", message });
	});

	it("throws nothing but RangeError whatever arrives", () => {
		fc.assert(
			fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytes)), (payload) => {
				try {
					assert.ok(Number.isFinite(parseReading(payload).temperature));
				} catch (error) {
					assert.equal((error as Error).name, "RangeError");
				}
			}),
		);
	});
});
