import assert from "node:assert/strict";
import { type SensorKind, sensorOptions } from "../../../../firmware/adapters/esp32/sensor-options.js";

describe("sensorOptions", () => {
	const kind = (bus: SensorKind["bus"]): SensorKind => ({ bus, lowest: -40, highest: 125, percent: 1 });
	const boardBus = { io: "board", data: 2, clock: 3, port: 0 };

	it("takes the board's bus unless the bootstrap names pins, and leaves drivers their defaults", () => {
		assert.deepEqual(sensorOptions({ name: "tmp117" }, kind("smbus"), boardBus), boardBus);
		assert.deepEqual(sensorOptions({ name: "tmp117", data: 6, clock: 7 }, kind("smbus"), boardBus), {
			data: 6,
			clock: 7,
		});
	});

	it("hands on address and hertz where they are given", () => {
		const settings = { name: "lm75", data: 6, clock: 7, address: 0x4f, hertz: 100_000 };
		const expected = { data: 6, clock: 7, address: 0x4f, hz: 100_000 };
		assert.deepEqual(sensorOptions(settings, kind("smbus"), undefined), expected);
	});

	it("wants a pin for what is analog, and pins where the board has no bus", () => {
		assert.deepEqual(sensorOptions({ name: "ntc", pin: 1 }, kind("analog"), boardBus), { pin: 1 });
		assert.throws(() => sensorOptions({ name: "ntc" }, kind("analog"), boardBus), {
			code: "sensor-unknown",
		});
		assert.throws(() => sensorOptions({ name: "lm75" }, kind("smbus"), undefined), { code: "sensor-unknown" });
	});
});
