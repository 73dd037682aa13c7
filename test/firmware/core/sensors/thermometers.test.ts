import assert from "node:assert/strict";
import { SimulatedThermometer } from "../../../../firmware/core/sensors/simulated-thermometer.js";
import { thermometers } from "../../../../firmware/core/sensors/thermometers.js";
import type { PlatformSensors, SensorSettings } from "../../../../firmware/ports/thermometer.js";
import { nodeRandom } from "../../../../host-tools/virtual-device/node-random.js";

const stone = { sample: () => Promise.resolve({ temperature: 4 }), close: () => {} };
const platform = (opened: SensorSettings[]): PlatformSensors => ({
	names: ["stone"],
	open: (settings) => {
		opened.push(settings);
		return stone;
	},
});

describe("thermometers", () => {
	it("are simulated everywhere", () => {
		for (const sensors of [undefined, platform([])]) {
			assert.ok(thermometers(sensors, nodeRandom)({ name: "simulated" }) instanceof SimulatedThermometer);
		}
	});

	it("are the platform's, with the wiring of the settings", () => {
		const opened: SensorSettings[] = [];
		const settings = { name: "stone", pin: 4 };
		assert.equal(thermometers(platform(opened), nodeRandom)(settings), stone);
		assert.deepEqual(opened, [settings]);
	});

	it("of another name are sensor-unknown, which says what there is", () => {
		assert.throws(() => thermometers(undefined, nodeRandom)({ name: "tmp117" }), {
			code: "sensor-unknown",
			message: /"tmp117".*"simulated"/,
		});
		for (const name of ["tmp117", "constructor", "toString", "__proto__"]) {
			assert.throws(() => thermometers(platform([]), nodeRandom)({ name }), {
				code: "sensor-unknown",
				message: /"simulated".*"stone"$/,
			});
		}
	});
});
