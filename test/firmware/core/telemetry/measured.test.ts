import assert from "node:assert/strict";
import { measuredOf } from "../../../../firmware/core/telemetry/measured.js";
import type { Sample } from "../../../../firmware/ports/thermometer.js";

describe("measuredOf", () => {
	it("keeps what else the sensor measures, cut to what can be, and leaves out what cannot be true", () => {
		const samples: readonly Sample[] = [
			{ temperature: 20, humidity: 45.678, pressure: 1013.254 },
			{ temperature: 20, humidity: 118.9, pressure: 0 },
			{ temperature: 20, humidity: -3, pressure: Number.NaN },
			{ temperature: 20, humidity: 300 },
		];
		assert.deepEqual(samples.map(measuredOf), [
			{ hundredths: 2000, humidity: 4568, pascals: 101_325 },
			{ hundredths: 2000, humidity: 10_000 },
			{ hundredths: 2000, humidity: 0 },
			{ hundredths: 2000 },
		]);
	});

	it("throws sensor-failed where the temperature is none", () => {
		for (const temperature of [Number.NaN, Number.POSITIVE_INFINITY, -60.01, 150.01]) {
			assert.throws(() => measuredOf({ temperature, humidity: 50 }), { code: "sensor-failed" });
		}
	});
});
