import assert from "node:assert/strict";
import {
	allowAll,
	type Credentials,
	createDevice,
	type EmulatorParts,
	startEmulatorParts,
} from "../../../../support/emulator-parts.js";
import { connectClient, type TestClient } from "../../../../support/mqtt.js";

describe("lifecycle events", () => {
	let parts: EmulatorParts;
	const clients: TestClient[] = [];
	const connected = async (credentials: Credentials, clientId = "d") => {
		const client = await connectClient(parts, credentials, { clientId });
		clients.push(client);
		return client;
	};
	beforeEach(async () => {
		parts = await startEmulatorParts();
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		await parts.close();
	});

	it("report connected, subscribed and disconnected", async () => {
		const device = await createDevice(parts, [allowAll]);
		const watcher = await connected(device, "watcher");
		await watcher.subscribe("$aws/events/presence/+/d", "$aws/events/subscriptions/+/d");
		const next = async () => {
			const { topic, payload } = await watcher.next();
			return { topic, event: JSON.parse(payload.toString()) };
		};
		const client = await connected(device);
		const { topic, event } = await next();
		assert.equal(topic, "$aws/events/presence/connected/d");
		const { timestamp, sessionIdentifier, ...rest } = event;
		assert.ok(Math.abs(timestamp - parts.clock.now()) < 60_000);
		assert.match(sessionIdentifier, /^[0-9a-f-]{36}$/);
		assert.deepEqual(rest, {
			clientId: "d",
			eventType: "connected",
			principalIdentifier: device.certificateId,
			ipAddress: "127.0.0.1",
			versionNumber: 0,
		});
		await client.subscribe("a/b");
		const subscribed = await next();
		assert.equal(subscribed.topic, "$aws/events/subscriptions/subscribed/d");
		assert.deepEqual(subscribed.event.topics, ["a/b"]);
		await client.end();
		const gone = (await next()).event;
		assert.equal(gone.clientInitiatedDisconnect, true);
		assert.equal(gone.disconnectReason, "CLIENT_INITIATED_DISCONNECT");
		assert.equal(gone.sessionIdentifier, sessionIdentifier);
		(await connected(device)).mqtt.stream.destroy();
		assert.equal((await next()).event.versionNumber, 1);
		const lost = (await next()).event;
		assert.equal(lost.clientInitiatedDisconnect, false);
		assert.equal(lost.disconnectReason, "CONNECTION_LOST");
	});
});
