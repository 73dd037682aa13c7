import assert from "node:assert/strict";
import { webSocketUrl } from "../support/sign.js";
import { whyMissing } from "./support/installed-clients.js";
import { accessKey, type DeviceFiles, LocalBench } from "./support/local-bench.js";

describe("clients: paho", function () {
	this.timeout(60_000);
	let bench: LocalBench;
	let device: DeviceFiles;

	before(async function () {
		bench = await LocalBench.startUnless(whyMissing("paho"), this);
		device = await bench.device();
	});
	after(() => bench?.close());

	const run = (version: string, env: Readonly<Record<string, string>> = {}) =>
		bench.program("paho_device.py", [version, `paho/${version}`], {
			env: {
				DEVICE_CERTIFICATE: device.certificatePath,
				DEVICE_KEY: device.keyPath,
				DEVICE_ID: `paho-${version}`,
				DEVICE_PORT: String(bench.mqttPort),
				...env,
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

	it("MQTT 3.1.1 over WebSocket, by a path that was signed ahead", async () => {
		const { pathname, search } = new URL(await webSocketUrl(bench.httpsPort, accessKey, { expiresIn: 900 }));
		const signed = { DEVICE_PORT: String(bench.httpsPort), DEVICE_WEBSOCKET_PATH: pathname + search };
		assert.deepEqual(await run("3", signed), { connected: 0, granted: [1], heard: ["one", 1] });
	});
});
