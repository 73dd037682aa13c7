import assert from "node:assert/strict";
import type { Thermometer } from "../../firmware/ports/thermometer.js";

export interface ThermometerRange {
	/** °C */
	readonly lowest: number;
	readonly highest: number;
}

export function describeThermometer(
	name: string,
	open: () => Thermometer,
	{ lowest, highest }: ThermometerRange,
): void {
	describe(`thermometer: ${name}`, () => {
		it(`answers ${lowest} to ${highest} °C, a thousand times`, async () => {
			const thermometer = open();
			const samples: number[] = [];
			for (let sample = 0; sample < 1000; sample++) samples.push((await thermometer.sample()).temperature);
			thermometer.close();
			for (const celsius of samples) assert.ok(celsius >= lowest && celsius <= highest, `${celsius} °C`);
			assert.ok(lowest === highest || new Set(samples).size > 1, "it measures something");
		});

		it("may be closed twice", () => {
			const thermometer = open();
			thermometer.close();
			thermometer.close();
		});
	});
}
