import assert from "node:assert/strict";
import { type DriverSample, SensorThermometer } from "../../../../firmware/adapters/esp32/sensor-thermometer.js";
import { describeThermometer } from "../../../contracts/thermometer.contract.js";

const kind = { bus: "i2c", lowest: -40, highest: 125, percent: 1 } as const;

/** A driver as those of the SDK are: it makes its own connection, and forgets it when something goes wrong. */
function open(sample: () => DriverSample | undefined, close: () => void = () => {}) {
	const ios = { open: 0 };
	const thermometer = new SensorThermometer("sht3x", kind, (_onError, keep) => {
		ios.open += 1;
		keep({
			close: () => {
				ios.open -= 1;
			},
		});
		return { sample, close };
	});
	return { thermometer, ios };
}

let celsius = 20;
describeThermometer(
	"an ECMA-419 driver",
	() =>
		open(() => {
			celsius = celsius === 20 ? 21 : 20;
			return { thermometer: { temperature: celsius } };
		}).thermometer,
	{ lowest: 20, highest: 21 },
);

describe("SensorThermometer", () => {
	it("reads a temperature that is nested and one that is not", async () => {
		const nested = await open(() => ({ thermometer: { temperature: 21.5 } })).thermometer.sample();
		assert.equal(nested.temperature, 21.5);
		assert.equal((await open(() => ({ temperature: -3 })).thermometer.sample()).temperature, -3);
	});

	it("reads humidity as percent and pressure as hPa, in whatever unit the driver answers", async () => {
		const sample = (humidity: number) => () => ({
			thermometer: { temperature: 20 },
			hygrometer: { humidity },
			barometer: { pressure: 101_325 },
		});
		const expected = { temperature: 20, humidity: 45, pressure: 1013.25 };
		assert.deepEqual(await open(sample(45)).thermometer.sample(), expected);
		const fraction = new SensorThermometer("bme68x", { ...kind, percent: 100 }, () => ({
			sample: sample(0.45),
			close: () => {},
		}));
		assert.deepEqual(await fraction.sample(), expected);
	});

	it("rejects with sensor-failed what is out of the sensor's range, missing, or no number", async () => {
		for (const temperature of [-45, 130, Number.NaN, Number.POSITIVE_INFINITY, undefined]) {
			const sample = temperature === undefined ? {} : { temperature };
			await assert.rejects(open(() => sample).thermometer.sample(), { code: "sensor-failed" });
		}
		await assert.rejects(open(() => undefined).thermometer.sample(), { code: "sensor-failed" });
	});

	it("rejects once with what a driver says about a checksum, though it gives a value", async () => {
		let complain: (message: string) => void = () => {};
		let bad = true;
		const thermometer = new SensorThermometer("sht3x", kind, (onError) => {
			complain = onError;
			return {
				sample: () => {
					if (bad) complain("bad checksum");
					return { temperature: 20 };
				},
				close: () => {},
			};
		});
		await assert.rejects(thermometer.sample(), /bad checksum/);
		bad = false;
		assert.equal((await thermometer.sample()).temperature, 20);
	});

	it("throws sensor-failed when the sensor does not answer while it is opened, and leaves no connection open", () => {
		let opened = 0;
		const fail = () =>
			new SensorThermometer("sht3x", kind, (_onError, keep) => {
				opened += 1;
				keep({
					close: () => {
						opened -= 1;
					},
				});
				throw new Error("write failed");
			});
		assert.throws(fail, { code: "sensor-failed" });
		assert.equal(opened, 0);
	});

	it("closes the connection even when the sensor is gone, once", () => {
		const { thermometer, ios } = open(
			() => undefined,
			() => {
				throw new Error("write failed");
			},
		);
		thermometer.close();
		thermometer.close();
		assert.equal(ios.open, 0);
	});
});
