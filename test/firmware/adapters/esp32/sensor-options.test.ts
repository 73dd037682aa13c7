import assert from "node:assert/strict";
import { sensorKinds } from "../../../../firmware/adapters/esp32/sensor-kinds.js";
import { sensorOptions } from "../../../../firmware/adapters/esp32/sensor-options.js";

describe("sensorOptions", () => {
	const boardBus = { io: "board", data: 2, clock: 3, port: 0 };

	it("takes the board's bus unless the bootstrap names pins, and leaves drivers their defaults", () => {
		assert.deepEqual(sensorOptions({ name: "tmp117" }, sensorKinds.tmp117, boardBus), boardBus);
		assert.deepEqual(sensorOptions({ name: "tmp117", data: 6, clock: 7 }, sensorKinds.tmp117, boardBus), {
			data: 6,
			clock: 7,
		});
	});

	it("hands on address and hertz where they are given", () => {
		const settings = { name: "lm75", data: 6, clock: 7, address: 0x4f, hertz: 100_000 };
		const expected = { data: 6, clock: 7, address: 0x4f, hz: 100_000 };
		assert.deepEqual(sensorOptions(settings, sensorKinds.lm75, undefined), expected);
	});

	it("wants a pin for what is analog, and pins where the board has no bus", () => {
		assert.deepEqual(sensorOptions({ name: "ntc", pin: 1 }, sensorKinds.ntcThermistor, boardBus), { pin: 1 });
		assert.throws(() => sensorOptions({ name: "ntc" }, sensorKinds.ntcThermistor, boardBus), {
			code: "sensor-unknown",
		});
		assert.throws(() => sensorOptions({ name: "lm75" }, sensorKinds.lm75, undefined), { code: "sensor-unknown" });
	});
});
