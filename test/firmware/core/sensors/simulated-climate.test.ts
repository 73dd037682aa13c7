import assert from "node:assert/strict";
import { SimulatedClimate } from "../../../../firmware/core/sensors/simulated-climate.js";
import { thermometers } from "../../../../firmware/core/sensors/thermometers.js";
import { nodeRandom } from "../../../../host-tools/virtual-device/node-random.js";
import { describeThermometer } from "../../../contracts/thermometer.contract.js";

const room = { lowest: 15.1, highest: 29.9 };

describeThermometer(
	"simulated climate, by its name",
	() => thermometers(undefined, nodeRandom)({ name: "simulatedClimate" }),
	room,
);

describe("SimulatedClimate", () => {
	it("measures humidity from 30 to 70 % and pressure from 980 to 1040 hPa, a thousand times", async () => {
		const sensor = new SimulatedClimate(nodeRandom);
		for (let count = 0; count < 1000; count++) {
			const { humidity = Number.NaN, pressure = Number.NaN } = await sensor.sample();
			assert.ok(humidity >= 30 && humidity <= 70, `${humidity} %`);
			assert.ok(pressure >= 980 && pressure <= 1040, `${pressure} hPa`);
		}
	});
});
