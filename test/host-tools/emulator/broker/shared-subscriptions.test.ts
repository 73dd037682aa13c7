import assert from "node:assert/strict";
import {
	allow,
	allowAll,
	type Credentials,
	createDevice,
	type EmulatorParts,
	startEmulatorParts,
} from "../../../support/emulator-parts.js";
import { type ConnectOptions, connectClient, type TestClient } from "../../../support/mqtt.js";

describe("shared subscriptions", () => {
	let parts: EmulatorParts;
	let device: Credentials;
	const clients: TestClient[] = [];
	const connected = async (clientId: string, options: ConnectOptions = {}, who = device) => {
		const client = await connectClient(parts, who, { clientId, ...options });
		clients.push(client);
		return client;
	};

	beforeEach(async () => {
		parts = await startEmulatorParts();
		device = await createDevice(parts, [allowAll]);
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		await parts.close();
	});

	it("bring each message to one of those who share it, in either version, and to everybody else", async () => {
		const members = [await connected("one"), await connected("two", { protocolVersion: 5 })];
		for (const member of members) await member.subscribe("$share/group/a/+");
		const others = [await connected("three"), await connected("four")];
		await others[0]?.subscribe("$share/other/a/#");
		await others[1]?.subscribe("a/1");
		const publisher = await connected("publisher");
		for (let n = 0; n < 4; n++) await publisher.publish("a/1", String(n));
		for (const client of others) for (let n = 0; n < 4; n++) await client.next();
		const shares = await Promise.all(members.map(async (member) => [await member.next(), await member.next()]));
		const payloads = shares.flat().map(({ payload }) => payload.toString());
		assert.deepEqual(payloads.sort(), ["0", "1", "2", "3"]);
		assert.deepEqual(
			members.map(({ pending }) => pending.length),
			[0, 0],
		);
	});

	it("do not leave a message to somebody who is away while another is there, and keep it while nobody is", async () => {
		const sleeper = await connected("sleeper", { clean: false });
		await sleeper.subscribe("$share/group/a");
		await sleeper.end();
		const awake = await connected("awake");
		await awake.subscribe("$share/group/a");
		const publisher = await connected("publisher");
		for (let n = 0; n < 3; n++) await publisher.publish("a", String(n));
		for (let n = 0; n < 3; n++) assert.equal((await awake.next()).payload.toString(), String(n));
		await awake.end();
		await publisher.publish("a", "kept");
		const back = await connected("sleeper", { clean: false });
		assert.equal((await back.next()).payload.toString(), "kept");
	});

	it("get nothing that is retained, and are left by UNSUBSCRIBE", async () => {
		const publisher = await connected("publisher");
		await publisher.publish("a", "kept", { retain: true });
		const member = await connected("member");
		await member.subscribe("$share/group/a", "marker");
		await publisher.publish("a", "live");
		assert.equal((await member.next()).payload.toString(), "live");
		await member.mqtt.unsubscribeAsync("$share/group/a");
		await publisher.publish("a", "not for me");
		await publisher.publish("marker");
		assert.equal((await member.next()).topic, "marker");
	});

	it("need iot:Subscribe on the whole filter, and iot:Receive on the topic", async () => {
		const statements = [
			allow("iot:Connect", "client/*"),
			allow("iot:Subscribe", "topicfilter/$share/*/a"),
			allow("iot:Receive", "topic/a"),
		];
		const member = await connected("member", {}, await createDevice(parts, statements));
		await member.subscribe("$share/group/a");
		await (await connected("publisher")).publish("a", "x");
		assert.equal((await member.next()).topic, "a");
		member.mqtt.subscribe("a", { qos: 1 }, () => {});
		await member.closed();
		assert.equal(parts.journal.list().at(-1)?.code, "policy-denied");
	});

	it("bring no message to somebody who may not receive it, whether there or away, as long as another may", async () => {
		const statements = [allow("iot:Connect", "client/*"), allow("iot:Subscribe", "topicfilter/*")];
		const mute = await createDevice(parts, statements);
		const denied = [
			await connected("denied", {}, mute),
			await connected("denied-kept", { clean: false }, mute),
			await connected("denied-away", { clean: false }, mute),
		];
		for (const member of denied) await member.subscribe("$share/group/a");
		await denied[2]?.end();
		const allowed = await connected("allowed", { clean: false });
		await allowed.subscribe("$share/group/a");
		const publisher = await connected("publisher");
		for (let n = 0; n < 8; n++) await publisher.publish("a", String(n));
		for (let n = 0; n < 8; n++) assert.equal((await allowed.next()).payload.toString(), String(n));
		const refused = parts.journal.list().filter(({ plane, target }) => plane === "receive" && target === "a");
		assert.deepEqual([...new Set(refused.map(({ clientId }) => clientId))].sort(), ["denied", "denied-kept"]);

		await allowed.end();
		for (let n = 0; n < 4; n++) await publisher.publish("a", `kept ${n}`);
		const back = await connected("allowed", { clean: false });
		for (let n = 0; n < 4; n++) assert.equal((await back.next()).payload.toString(), `kept ${n}`);
	});
});
