import assert from "node:assert/strict";
import {
	allow,
	type Credentials,
	createDevice,
	type EmulatorParts,
	startEmulatorParts,
} from "../../../../support/emulator-parts.js";
import { connectClient, type TestClient } from "../../../../support/mqtt.js";

describe("policy variables of the thing of a connection", () => {
	let parts: EmulatorParts;
	let device: Credentials;
	const clients: TestClient[] = [];
	beforeEach(async () => {
		parts = await startEmulatorParts();
		const { things, thingTypes } = parts.registry;
		thingTypes.createThingType("probe");
		things.createThing("unit", { room: "attic" }, { thingTypeName: "probe" });
		const topic = "topic/${iot:Connection.Thing.ThingTypeName}/${iot:Connection.Thing.Attributes[room]}/*";
		device = await createDevice(parts, [allow("iot:Connect", "client/*"), allow("iot:Publish", topic)]);
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		await parts.close();
	});
	const connected = async (clientId: string) => {
		const client = await connectClient(parts, device, { clientId });
		clients.push(client);
		return client;
	};
	const cutOff = async (client: TestClient, topic: string) => {
		client.mqtt.publish(topic, "21", { qos: 1 }, () => {});
		await client.closed();
		return parts.journal.list().at(-1)?.reason ?? "";
	};

	it("are its type and attributes, where the client id is its name", async () => {
		parts.registry.things.attachThingPrincipal("unit", device.certificateArn);
		const client = await connected("unit");
		await client.publish("probe/attic/temperature", "21");
		assert.match(await cutOff(client, "other/attic/temperature"), /no resource matches/);
		assert.match(
			await cutOff(await connected("another"), "probe/attic/temperature"),
			/Thing variables need a client id equal to the thing's name: the client id is "another", attached are "unit"/,
		);
	});

	it("are those of an exclusive thing, whatever the client id, until it is detached", async () => {
		const { things } = parts.registry;
		things.attachThingPrincipal("unit", device.certificateArn, "EXCLUSIVE_THING");
		const client = await connected("another");
		await client.publish("probe/attic/temperature", "21");
		things.updateThing("unit", { attributes: {} });
		const reason = await cutOff(client, "probe/attic/temperature");
		assert.match(reason, /\$\{iot:Connection\.Thing\.Attributes\[room\]\} has no value/);
		assert.doesNotMatch(reason, /client id equal/);
		things.detachThingPrincipal("unit", device.certificateArn);
		assert.match(await cutOff(await connected("another"), "probe/attic/x"), /attached to the thing "another"/);
	});
});
