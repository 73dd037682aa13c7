import assert from "node:assert/strict";
import { skipBecause } from "../support/skip-because.js";
import { whyMissing } from "./support/installed-clients.js";
import { type DeviceFiles, LocalBench } from "./support/local-bench.js";

describe("clients: paho", function () {
	this.timeout(60_000);
	let bench: LocalBench;
	let device: DeviceFiles;

	before(async function () {
		const missing = whyMissing("paho");
		if (missing !== undefined) skipBecause(this, missing);
		bench = await LocalBench.start();
		device = await bench.device();
	});
	after(() => bench?.close());

	const run = (version: string) =>
		bench.program("paho_device.py", [version, `paho/${version}`], {
			env: {
				DEVICE_CERTIFICATE: device.certificatePath,
				DEVICE_KEY: device.keyPath,
				DEVICE_ID: `paho-${version}`,
				DEVICE_PORT: String(bench.mqttPort),
			},
		});

	it("MQTT 3.1.1: publishes, subscribes, and is thrown out by another of its name", async () => {
		assert.deepEqual(await run("3"), { connected: 0, granted: [1], heard: ["one", 1] });
	});

	it("MQTT 5: reads the limits, sends properties and aliases, and hears why it is thrown out", async () => {
		assert.deepEqual(await run("5"), {
			connected: 0,
			limits: [100, 8, 1],
			granted: [1],
			heard: ["one", 1],
			properties: [[["room", "3"]], "text/plain"],
			aliased: "paho/5",
			takenOver: 142,
		});
	});
});
