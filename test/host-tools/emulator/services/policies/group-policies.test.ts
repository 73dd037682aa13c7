import assert from "node:assert/strict";
import {
	allow,
	allowAll,
	type Credentials,
	createDevice,
	type EmulatorParts,
	startEmulatorParts,
} from "../../../../support/emulator-parts.js";
import { connectClient, type TestClient } from "../../../../support/mqtt.js";

const document = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

describe("policies of thing groups", () => {
	let parts: EmulatorParts;
	let device: Credentials;
	const clients: TestClient[] = [];
	beforeEach(async () => {
		parts = await startEmulatorParts();
		const { things, thingGroups } = parts.registry;
		things.createThing("unit");
		thingGroups.createThingGroup("house");
		thingGroups.createThingGroup("attic", { parentGroupName: "house" });
		device = await createDevice(parts, [allow("iot:Connect", "client/*")]);
		things.attachThingPrincipal("unit", device.certificateArn);
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
	const attach = (policyName: string, groupName: string, ...statements: readonly object[]) => {
		const { policies, thingGroups } = parts.registry;
		policies.createPolicy(policyName, document(...statements));
		policies.attachPolicy(policyName, thingGroups.describeThingGroup(groupName).thingGroupArn);
	};
	const cutOff = async (client: TestClient, topic: string) => {
		client.mqtt.publish(topic, "21", { qos: 1 }, () => {});
		await client.closed();
		return parts.journal.list().at(-1)?.reason ?? "";
	};

	it("allow what the certificate's do not, for things of the group and of its children", async () => {
		attach("publishers", "house", allow("iot:Publish", "topic/a/*"));
		parts.registry.thingGroups.addThingToThingGroup("attic", "unit");
		await (await connected("unit")).publish("a/b", "21");
	});

	it("act on a session that is open when the thing joins, and no longer when it leaves", async () => {
		attach("publishers", "attic", allow("iot:Publish", "topic/a/*"));
		const { thingGroups, policies } = parts.registry;
		const client = await connected("unit");
		thingGroups.addThingToThingGroup("attic", "unit");
		await client.publish("a/b", "21");
		policies.createPolicy("quarantine", document({ ...allowAll, Effect: "Deny" }));
		policies.attachPolicy("quarantine", thingGroups.describeThingGroup("house").thingGroupArn);
		assert.match(
			await cutOff(client, "a/b"),
			/denied by policy "quarantine" of thing group "house", statement 1, an explicit Deny/,
		);
	});

	it("count for no other client id, and for no certificate that the thing does not have", async () => {
		attach("publishers", "attic", allow("iot:Publish", "topic/a/*"));
		parts.registry.thingGroups.addThingToThingGroup("attic", "unit");
		assert.match(await cutOff(await connected("another"), "a/b"), /no statement of .* allows the action iot:Publish/);
		parts.registry.things.detachThingPrincipal("unit", device.certificateArn);
		await assertCut("unit");
	});
	const assertCut = async (clientId: string) => {
		assert.match(await cutOff(await connected(clientId), "a/b"), /no statement of/);
	};

	it("count for an exclusive thing whatever the client id", async () => {
		attach("publishers", "attic", allow("iot:Publish", "topic/a/*"));
		const { things, thingGroups } = parts.registry;
		thingGroups.addThingToThingGroup("attic", "unit");
		things.detachThingPrincipal("unit", device.certificateArn);
		things.attachThingPrincipal("unit", device.certificateArn, "EXCLUSIVE_THING");
		await (await connected("another")).publish("a/b", "21");
	});
});
