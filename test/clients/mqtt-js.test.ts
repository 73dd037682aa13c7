import assert from "node:assert/strict";
import { within } from "../support/deadline.js";
import { type ConnectOptions, connectClient, type TestClient } from "../support/mqtt.js";
import { type DeviceFiles, LocalBench } from "./support/local-bench.js";

describe("clients: MQTT.js", function () {
	this.timeout(60_000);
	let bench: LocalBench;
	let device: DeviceFiles;
	const clients: TestClient[] = [];

	before(async () => {
		bench = await LocalBench.start();
		device = await bench.device();
	});
	afterEach(() => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
	});
	after(() => bench?.close());

	const open = async (options: ConnectOptions) => {
		const parts = { port: bench.mqttPort, pki: { rootCaPem: bench.rootCaPem } };
		const client = await connectClient(parts, device, options);
		clients.push(client);
		return client;
	};

	for (const protocolVersion of [4, 5] as const) {
		it(`version ${protocolVersion}: gets what was sent while it was away`, async () => {
			const session = { clean: false, ...(protocolVersion === 5 && { properties: { sessionExpiryInterval: 600 } }) };
			const clientId = `sleeper-${protocolVersion}`;
			const first = await open({ clientId, protocolVersion, ...session });
			await first.subscribe(`away/${protocolVersion}`);
			await first.end();
			const other = await open({ clientId: `other-${protocolVersion}`, protocolVersion });
			await other.publish(`away/${protocolVersion}`, "waited");
			const again = await open({ clientId, protocolVersion, ...session });
			assert.equal((await again.next()).payload.toString(), "waited");
		});
	}

	it("each version reaches the other, and properties those who know them", async () => {
		const five = await open({ clientId: "five", protocolVersion: 5 });
		const four = await open({ clientId: "four", protocolVersion: 4 });
		await five.subscribe("mixed");
		await four.subscribe("mixed");
		await four.publish("mixed", "from 3.1.1");
		for (const client of [five, four]) assert.equal((await client.next()).payload.toString(), "from 3.1.1");
		const properties = { responseTopic: "answer", correlationData: Buffer.from("1"), userProperties: { room: "3" } };
		await within(five.mqtt.publishAsync("mixed", "from 5", { qos: 1, properties }), "PUBACK");
		const heard = (await five.next()).packet.properties;
		assert.deepEqual([heard?.responseTopic, heard?.userProperties?.room], ["answer", "3"]);
		assert.equal((await four.next()).payload.toString(), "from 5");
	});
});
