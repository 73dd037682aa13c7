import assert from "node:assert/strict";
import type { CutStep } from "../../../../host-tools/emulator/behaviour.js";
import { allowAll, createDevice, type EmulatorParts, startEmulatorParts } from "../../../support/emulator-parts.js";
import { connectClient, type TestClient } from "../../../support/mqtt.js";

describe("cuts on purpose", () => {
	let parts: EmulatorParts;
	const clients: TestClient[] = [];
	const start = async (step: CutStep) => {
		parts = await startEmulatorParts({ behaviour: { cuts: { [step]: 1 } } });
	};
	const connected = async (clientId: string) => {
		const client = await connectClient(parts, await createDevice(parts, [allowAll]), { clientId });
		clients.push(client);
		return client;
	};
	const codes = () => parts.journal.list().map(({ code }) => code);
	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		await parts.close();
	});

	it("break a connection before CONNACK, and the next one not", async () => {
		await start("connect");
		await assert.rejects(connected("first"));
		await connected("second");
		assert.deepEqual(codes(), ["cut-on-purpose"]);
	});

	it("break before SUBACK", async () => {
		await start("subscribe");
		const client = await connected("d");
		client.mqtt.subscribe("a", () => {});
		await client.closed();
		const again = await connected("d");
		assert.deepEqual(await again.subscribe("a"), [1]);
	});

	it("break before PUBACK, when the message was taken: a client sends it again", async () => {
		await start("publish");
		const subscriber = await connected("subscriber");
		await subscriber.subscribe("a");
		const publisher = await connected("publisher");
		publisher.mqtt.publish("a", "1", { qos: 1 }, () => {});
		await publisher.closed();
		assert.equal((await subscriber.next()).payload.toString(), "1");
		await subscriber.publish("b");
		assert.deepEqual(codes(), ["cut-on-purpose"]);
	});

	it("break before the answer of a service", async () => {
		await start("request");
		const client = await connected("d");
		client.mqtt.publish("$aws/things/d/shadow/get", "", { qos: 1 }, () => {});
		await client.closed();
		const again = await connected("d");
		await again.subscribe("$aws/things/d/shadow/get/rejected");
		await again.publish("$aws/things/d/shadow/get");
		assert.match((await again.next()).payload.toString(), /404/);
	});
});
