import assert from "node:assert/strict";
import { until } from "../../../support/deadline.js";
import {
	allow,
	allowAll,
	createDevice,
	type EmulatorParts,
	type PartsOptions,
	startEmulatorParts,
} from "../../../support/emulator-parts.js";
import { type ConnectOptions, connectClient, type TestClient } from "../../../support/mqtt.js";

describe("messages through the broker", () => {
	let parts: EmulatorParts;
	const clients: TestClient[] = [];
	const start = async (options: PartsOptions = {}) => {
		parts = await startEmulatorParts(options);
	};
	const connected = async (clientId: string, statements: object[] = [allowAll], options: ConnectOptions = {}) => {
		const client = await connectClient(parts, await createDevice(parts, statements), { clientId, ...options });
		clients.push(client);
		return client;
	};
	const codes = () => parts.journal.list().map(({ plane, code }) => `${plane} ${code}`);
	const cutByPublishing = async (topic: string, payload: string | Buffer = "", options: object = {}) => {
		const client = await connected("publisher");
		client.mqtt.publish(topic, payload, { qos: 1, ...options }, () => {});
		await client.closed();
		return parts.journal.list().at(-1);
	};
	const cutBySubscribing = async (filters: string[], statements: object[] = [allowAll], qos: 0 | 1 | 2 = 1) => {
		const client = await connected("subscriber", statements);
		client.mqtt.subscribe(filters, { qos }, () => {});
		await client.closed();
		return parts.journal.list().at(-1);
	};

	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		await parts.close();
	});

	it("go from publisher to subscriber with the QoS of both", async () => {
		await start();
		const subscriber = await connected("subscriber");
		await subscriber.subscribe("dt/+/temperature");
		const publisher = await connected("publisher");
		await publisher.publish("dt/d1/temperature", "21.53");
		await publisher.publish("dt/d1/temperature", "21.54", { qos: 0 });
		const first = await subscriber.next();
		assert.equal(first.payload.toString(), "21.53");
		assert.equal(first.packet.qos, 1);
		assert.equal((await subscriber.next()).packet.qos, 0);
	});

	it("cut the publisher when the policy denies them, without an acknowledgement", async () => {
		await start();
		const client = await connected("d", [allow("iot:Connect", "client/d"), allow("iot:Publish", "topic/mine/*")]);
		const acknowledged = client.mqtt.publishAsync("others/x", "", { qos: 1 }).then(
			() => "acknowledged",
			() => "not acknowledged",
		);
		await client.closed();
		client.mqtt.end(true);
		assert.equal(await acknowledged, "not acknowledged");
		assert.deepEqual(codes(), ["publish policy-denied"]);
		assert.match(parts.journal.list()[0]?.reason ?? "", /topic\/mine\/\*/);
	});

	it("need iot:RetainPublish besides iot:Publish to be retained", async () => {
		await start();
		const client = await connected("d", [allow("iot:Connect", "client/d"), allow("iot:Publish", "topic/*")]);
		client.mqtt.publish("a", "x", { qos: 1, retain: true }, () => {});
		await client.closed();
		assert.match(parts.journal.list()[0]?.reason ?? "", /iot:RetainPublish/);
	});

	it("are not delivered where iot:Receive denies it, and the journal says so once", async () => {
		await start();
		const statements = [
			allow("iot:Connect", "client/d"),
			allow("iot:Subscribe", "topicfilter/*"),
			allow("iot:Receive", "topic/open/*"),
		];
		const subscriber = await connected("d", statements);
		await subscriber.subscribe("#");
		const publisher = await connected("publisher");
		await publisher.publish("secret/x", "1");
		await publisher.publish("secret/x", "2");
		await publisher.publish("open/x", "3");
		assert.equal((await subscriber.next()).payload.toString(), "3");
		assert.deepEqual(codes(), ["receive policy-denied"]);
	});

	it("explain that a filter needs topicfilter/ in the policy", async () => {
		await start();
		const entry = await cutBySubscribing(
			["a/b"],
			[allow("iot:Connect", "client/*"), allow("iot:Subscribe", "topic/a/*")],
		);
		assert.equal(entry?.plane, "subscribe");
		assert.match(entry?.reason ?? "", /:topicfilter\/.*but the resource says ".*:topic\/a\/\*"/);
	});

	it("answer a denied filter with 0x80 when told to", async () => {
		await start({ behaviour: { denial: "answer" } });
		const statements = [allow("iot:Connect", "client/*"), allow("iot:Subscribe", "topicfilter/a")];
		const client = await connected("d", statements);
		const granted = await client.mqtt.subscribeAsync(["a", "b"], { qos: 1 }).catch((error: Error) => error);
		assert.ok(granted instanceof Error);
		assert.deepEqual(codes(), ["subscribe policy-denied"]);
		assert.equal(client.mqtt.connected, true);
	});

	it("stop when the policy is detached", async () => {
		await start();
		const device = await createDevice(parts, [allowAll]);
		const client = await connectClient(parts, device, { clientId: "d" });
		clients.push(client);
		await client.publish("a");
		parts.registry.policies.detachPolicy(`policy-${device.certificateId.slice(0, 8)}`, device.certificateArn);
		client.mqtt.publish("a", "", { qos: 1 }, () => {});
		await client.closed();
		assert.deepEqual(codes(), ["publish policy-denied"]);
	});

	it("do not reach the parent's level: sensor/# is not sensor", async () => {
		await start();
		const subscriber = await connected("d");
		await subscriber.subscribe("sensor/#");
		const publisher = await connected("publisher");
		await publisher.publish("sensor", "parent");
		await publisher.publish("sensor/a", "child");
		assert.equal((await subscriber.next()).payload.toString(), "child");
		await subscriber.subscribe("sensor");
		await publisher.publish("sensor", "parent");
		assert.equal((await subscriber.next()).payload.toString(), "parent");
	});

	it("of reserved topics do not reach #", async () => {
		await start();
		const subscriber = await connected("d");
		await subscriber.subscribe("#");
		const other = await connected("other");
		await other.publish("plain", "x");
		assert.equal((await subscriber.next()).topic, "plain");
	});

	it("are retained for exact filters only, and removed by an empty payload", async () => {
		await start();
		const publisher = await connected("publisher");
		await publisher.publish("state/a", "kept", { retain: true });
		const subscriber = await connected("subscriber");
		await subscriber.subscribe("state/+", "state/a");
		const message = await subscriber.next();
		assert.equal(message.payload.toString(), "kept");
		assert.equal(message.packet.retain, true);
		await publisher.publish("state/a", "live", { retain: true });
		assert.equal((await subscriber.next()).packet.retain, false);
		await publisher.publish("state/a", "", { retain: true });
		await subscriber.next();
		const late = await connected("late");
		await late.subscribe("state/a", "marker");
		await publisher.publish("marker");
		assert.equal((await late.next()).topic, "marker");
	});

	it("of a last will are published when the connection is lost, and only where the policy allows it", async () => {
		await start();
		const watcher = await connected("watcher");
		await watcher.subscribe("will/+");
		const will = (topic: string) => ({ will: { topic, payload: Buffer.from("gone"), qos: 1 as const, retain: false } });
		(await connected("allowed", [allowAll], will("will/a"))).mqtt.stream.destroy();
		assert.equal((await watcher.next()).topic, "will/a");
		(await connected("denied", [allow("iot:Connect", "client/*")], will("will/b"))).mqtt.stream.destroy();
		const entry = await until("refused will", () => parts.journal.list()[0]);
		assert.match(entry.reason, /^Last will not published: iot:Publish/);
		await (await connected("polite", [allowAll], will("will/c"))).end();
		(await connected("again", [allowAll], will("will/d"))).mqtt.stream.destroy();
		assert.equal((await watcher.next()).topic, "will/d");
	});

	it("wait for a persistent session, for an hour", async () => {
		await start();
		const device = await createDevice(parts, [allowAll]);
		const persistent = async () => {
			const client = await connectClient(parts, device, { clientId: "sleeper", clean: false });
			clients.push(client);
			return client;
		};
		const first = await persistent();
		await first.subscribe("a/+");
		await first.end();
		const publisher = await connected("publisher");
		await publisher.publish("a/1", "while away");
		const second = await persistent();
		assert.equal((await second.next()).payload.toString(), "while away");
		await publisher.publish("a/2", "live");
		assert.equal((await second.next()).payload.toString(), "live");
		await second.end();
		await publisher.publish("a/3", "too late");
		parts.clock.advance(3_600_001);
		const third = await persistent();
		await third.subscribe("a/+");
		await publisher.publish("a/4", "new");
		assert.equal((await third.next()).payload.toString(), "new");
	});

	const refusedTopics: [name: string, topic: string, code: string][] = [
		["with more than 7 slashes", "1/2/3/4/5/6/7/8/9", "limits topic-rejected"],
		["longer than 256 bytes", "ä".repeat(129), "limits topic-rejected"],
		["that are answers of AWS", "$aws/certificates/create/json/accepted", "publish reserved-topic"],
		["of lifecycle events", "$aws/events/presence/connected/d", "publish reserved-topic"],
		["that shadows answer on", "$aws/things/d/shadow/update/documents", "publish reserved-topic"],
		["of the broker itself", "$SYS/x/heartbeat", "publish reserved-topic"],
	];
	for (const [name, topic, code] of refusedTopics) {
		it(`cut the publisher on topics ${name}`, async () => {
			await start();
			await cutByPublishing(topic);
			assert.deepEqual(codes(), [code]);
		});
	}

	it("have at most 128 KB", async () => {
		await start();
		const client = await connected("d");
		await client.publish("a", Buffer.alloc(128 * 1024));
		await cutByPublishing("a", Buffer.alloc(128 * 1024 + 1));
		assert.deepEqual(codes(), ["limits payload-too-large"]);
		await cutByPublishing("a", Buffer.alloc(1024 * 1024));
		assert.deepEqual(codes().slice(1), ["limits packet-too-large"]);
	});

	it("know no QoS 2", async () => {
		await start();
		await cutByPublishing("a", "", { qos: 2 });
		await cutBySubscribing(["a"], [allowAll], 2);
		assert.deepEqual(codes(), ["limits qos-2", "limits qos-2"]);
	});

	const refusedFilters: [name: string, filters: string[], code: string][] = [
		["nine at a time", ["1", "2", "3", "4", "5", "6", "7", "8", "9"], "limits too-many-filters"],
		["with more than 7 slashes", ["1/2/3/4/5/6/7/8/#"], "limits filter-rejected"],
		["that are shared by nobody", ["$share//a"], "limits filter-rejected"],
		["that share nothing", ["$share/group/"], "limits filter-rejected"],
		["that are shared under a wildcard", ["$share/+/a"], "limits filter-rejected"],
		["that are shared under too long a name", [`$share/${"g".repeat(129)}/a`], "limits filter-rejected"],
		["that share reserved topics", ["$share/group/$SYS/#"], "subscribe reserved-topic"],
		["of the broker itself", ["$SYS/#"], "subscribe reserved-topic"],
		["on all of $aws", ["$aws/#"], "subscribe reserved-topic"],
		["on a request topic", ["$aws/certificates/create/json"], "subscribe reserved-topic"],
		["on a misspelt answer", ["$aws/certificates/create/xml/accepted"], "subscribe reserved-topic"],
	];
	for (const [name, filters, code] of refusedFilters) {
		it(`cut the subscriber to filters ${name}`, async () => {
			await start();
			await cutBySubscribing(filters);
			assert.deepEqual(codes(), [code]);
		});
	}

	it("reach at most 50 subscriptions of a connection", async () => {
		await start();
		const client = await connected("d");
		for (let n = 0; n < 50; n++) await client.subscribe(`a/${n}`);
		await assert.rejects(client.subscribe("a/50"), /Unspecified error|failure/i);
		await client.mqtt.unsubscribeAsync("a/0");
		await client.subscribe("a/50");
		assert.deepEqual(codes(), ["limits too-many-subscriptions"]);
	});
});
