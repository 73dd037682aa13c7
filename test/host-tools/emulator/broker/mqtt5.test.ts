import assert from "node:assert/strict";
import type { IDisconnectPacket, ISubscriptionGrant } from "mqtt";
import type { Connection, PublishedMessage } from "../../../../host-tools/emulator/broker/connections.js";
import type { ServiceFactory } from "../../../../host-tools/emulator/services/service.js";
import { serviceFactories } from "../../../../host-tools/emulator/services/services.js";
import { until, within } from "../../../support/deadline.js";
import {
	allow,
	allowAll,
	type Credentials,
	createDevice,
	type EmulatorParts,
	type PartsOptions,
	startEmulatorParts,
} from "../../../support/emulator-parts.js";
import { type ConnectOptions, connectClient, type TestClient } from "../../../support/mqtt.js";

interface Client5 extends TestClient {
	/** What the broker says at the end. */
	readonly disconnect: Promise<IDisconnectPacket>;
}

function farewellTo(client: TestClient): Client5 {
	const disconnect = new Promise<IDisconnectPacket>((resolve) => client.mqtt.once("disconnect", resolve));
	return Object.assign(client, { disconnect });
}

type Wishes = ConnectOptions & { readonly statements?: object[] };

describe("MQTT 5 through the broker", () => {
	let parts: EmulatorParts;
	const clients: TestClient[] = [];
	const reports: Connection[] = [];
	const ended: string[] = [];
	const published: PublishedMessage[] = [];
	const listener: ServiceFactory = ({ connections }) => {
		connections.follow({
			connected: (connection) => reports.push(connection),
			disconnected: ({ clientId }) => ended.push(clientId),
			published: (message) => published.push(message),
		});
		return { name: "listener" };
	};
	const start = async (options: PartsOptions = {}) => {
		for (const list of [reports, ended, published]) list.length = 0;
		parts = await startEmulatorParts({ services: [...serviceFactories, listener], ...options });
	};
	const open = async (device: Credentials, options: ConnectOptions) => {
		const client = await connectClient(parts, device, { protocolVersion: 5, ...options });
		clients.push(client);
		return farewellTo(client);
	};
	const connected = async (clientId: string, { statements = [allowAll], ...options }: Wishes = {}) =>
		open(await createDevice(parts, statements), { clientId, ...options });
	const version4 = async (clientId: string) => {
		const client = await connectClient(parts, await createDevice(parts, [allowAll]), { clientId });
		clients.push(client);
		return client;
	};
	const publish = (client: TestClient, topic: string, payload: string, options: object = {}) =>
		within(client.mqtt.publishAsync(topic, payload, { qos: 1, ...options }), "PUBACK");
	const subscribe = (
		client: TestClient,
		filter: string | string[],
		options: object = {},
	): Promise<ISubscriptionGrant[]> => within(client.mqtt.subscribeAsync(filter, { qos: 1, ...options }), "SUBACK");
	const codes = () => parts.journal.list().map(({ plane, code }) => `${plane} ${code}`);
	/** Without DISCONNECT; resolves when the broker has noticed. */
	const lose = async (client: TestClient) => {
		const before = ended.length;
		client.mqtt.stream.destroy();
		await until("the end of the session", () => ended.length > before);
	};

	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		await parts.close();
	});

	it("says in CONNACK what AWS has, and what was not granted as asked", async () => {
		await start();
		const { connack } = await connected("", { keepalive: 5, properties: { sessionExpiryInterval: 86_400 } });
		assert.ok(connack !== undefined);
		assert.equal(connack.reasonCode, 0);
		const { assignedClientIdentifier, ...properties } = connack.properties ?? {};
		assert.match(assignedClientIdentifier ?? "", /^\$GEN\//);
		assert.deepEqual(
			{ ...properties },
			{
				sessionExpiryInterval: 3600,
				serverKeepAlive: 30,
				receiveMaximum: 100,
				topicAliasMaximum: 8,
				maximumQoS: 1,
				retainAvailable: true,
				maximumPacketSize: 129 * 1024,
				wildcardSubscriptionAvailable: true,
				subscriptionIdentifiersAvailable: false,
				sharedSubscriptionAvailable: true,
			},
		);
	});

	it("refuses CONNECT with a reason code and, unless the client wants none, the reason", async () => {
		await start();
		const refusal = async (options: ConnectOptions, statements: object[] = [allowAll]) => {
			const device = await createDevice(parts, statements);
			const error = await connectClient(parts, device, { protocolVersion: 5, clientId: "d", ...options }).then(
				() => undefined,
				(error: Error & { code?: number }) => error,
			);
			return error?.code;
		};
		const will = (topic: string, qos: 0 | 2 = 0) => ({ topic, payload: Buffer.from("x"), qos, retain: false });
		assert.equal(await refusal({}, []), 0x87);
		assert.equal(await refusal({ clientId: "$aws" }), 0x85);
		assert.equal(await refusal({ will: will("a/+") }), 0x90);
		assert.equal(await refusal({ will: will("a", 2) }), 0x9b);
		assert.equal(await refusal({ properties: { authenticationMethod: "x" } }), 0x8c);
	});

	it("brings a message with its properties to MQTT 5, and without them to MQTT 3.1.1, in both directions", async () => {
		await start();
		const [five, four] = [await connected("five"), await version4("four")];
		await subscribe(five, "t/+");
		await subscribe(four, "t/+");
		const properties = {
			payloadFormatIndicator: true,
			messageExpiryInterval: 60,
			contentType: "text/plain",
			responseTopic: "answers",
			correlationData: Buffer.from([0, 255]),
			userProperties: { site: "north", unit: ["a", "b"] },
		};
		await publish(five, "t/1", "x", { properties });
		const seen = (await five.next()).packet.properties;
		assert.deepEqual({ ...seen, userProperties: { ...seen?.userProperties } }, properties);
		assert.equal((await four.next()).payload.toString(), "x");
		await four.publish("t/2", "y");
		assert.equal((await five.next()).packet.properties, undefined);
		assert.equal((await four.next()).topic, "t/2");
	});

	it("tells services what a publisher says about its message", async () => {
		await start();
		await publish(await connected("d"), "t", "x", { properties: { contentType: "text/plain" } });
		const message = published.find(({ topic }) => topic === "t");
		assert.deepEqual([message?.clientId, message?.properties?.contentType], ["d", "text/plain"]);
	});

	it("answers a denied PUBLISH at QoS 1 and goes on, and ends the connection at QoS 0", async () => {
		await start();
		const client = await connected("d", {
			statements: [allow("iot:Connect", "client/*"), allow("iot:Publish", "topic/mine")],
		});
		const denied = async (topic: string, payload: string | Buffer = "x") =>
			client.mqtt.publishAsync(topic, payload, { qos: 1 }).then(
				() => undefined,
				(error: Error & { code?: number }) => error.code,
			);
		assert.equal(await denied("others"), 0x87);
		assert.equal(await denied("mine"), undefined);
		assert.equal(await denied("1/2/3/4/5/6/7/8/9"), 0x90);
		client.mqtt.publish("others", "x", { qos: 0 });
		assert.equal((await within(client.disconnect, "DISCONNECT")).reasonCode, 0x87);
		assert.match(parts.journal.list().at(-1)?.reason ?? "", /iot:Publish/);
	});

	it("answers each filter of a SUBSCRIBE, and grants the others", async () => {
		await start();
		const client = await connected("d", {
			statements: [allow("iot:Connect", "client/*"), allow("iot:Subscribe", "topicfilter/mine/*")],
		});
		const granted = new Promise<readonly (number | { qos: number })[]>((resolve) => {
			client.mqtt.on("packetreceive", (packet) => {
				if (packet.cmd === "suback") resolve(packet.granted as number[]);
			});
		});
		client.mqtt.subscribe(["mine/a", "others/a", "mine/1/2/3/4/5/6/7/8"], { qos: 1 }, () => {});
		assert.deepEqual(await within(granted, "SUBACK"), [1, 0x87, 0x8f]);
		assert.equal(client.mqtt.connected, true);
	});

	it("has no subscription identifiers and no QoS 2, and says so in DISCONNECT", async () => {
		await start();
		const one = await connected("one");
		one.mqtt.subscribe("a", { qos: 0, properties: { subscriptionIdentifier: 1 } }, () => {});
		const { reasonCode, properties } = await within(one.disconnect, "DISCONNECT");
		assert.equal(reasonCode, 0xa1);
		assert.match(properties?.reasonString ?? "", /subscription identifiers/);
		const two = await connected("two");
		two.mqtt.subscribe("a", { qos: 2 }, () => {});
		assert.equal((await within(two.disconnect, "DISCONNECT")).reasonCode, 0x9b);
	});

	it("says why a connection ends: taken over, not welcome any more, silent, shut down", async () => {
		await start();
		const reason = async (client: Client5) => (await within(client.disconnect, "DISCONNECT")).reasonCode;
		const first = await connected("same");
		const second = await connected("same");
		assert.equal(await reason(first), 0x8e);
		const device = await createDevice(parts, [allowAll]);
		const third = await open(device, { clientId: "third" });
		parts.registry.certificates.updateCertificate(device.certificateId, "INACTIVE");
		assert.equal(await reason(third), 0x87);
		const closing = reason(second);
		await parts.backend.close();
		assert.equal(await closing, 0x8b);
	});

	it("knows topic aliases, each for one connection", async () => {
		await start();
		const client = await connected("d");
		await subscribe(client, "a/+");
		await publish(client, "a/1", "first", { properties: { topicAlias: 8 } });
		await publish(client, "", "second", { properties: { topicAlias: 8 } });
		assert.equal((await client.next()).topic, "a/1");
		const again = await client.next();
		assert.deepEqual([again.topic, again.payload.toString()], ["a/1", "second"]);
		assert.equal(again.packet.properties?.topicAlias, undefined);
		const other = await connected("other");
		other.mqtt.publish("", "x", { qos: 0, properties: { topicAlias: 8 } });
		assert.equal((await within(other.disconnect, "DISCONNECT")).reasonCode, 0x94);
	});

	it("lets no more under way than the client receives, and sends it no packet that is too large", async () => {
		await start();
		const client = await connected("small", { properties: { maximumPacketSize: 100 } });
		await subscribe(client, "a");
		const publisher = await connected("publisher");
		await publish(publisher, "a", "x".repeat(100));
		await publish(publisher, "a", "fits");
		assert.equal((await client.next()).payload.toString(), "fits");
		assert.deepEqual(codes(), ["limits packet-too-large"]);
	});

	it("drops a message that has expired, in a queue and where it is retained, and counts down what is left", async () => {
		await start();
		const device = await createDevice(parts, [allowAll]);
		const sleeper = () =>
			open(device, { clientId: "sleeper", clean: false, properties: { sessionExpiryInterval: 3600 } });
		const first = await sleeper();
		await subscribe(first, "a");
		await first.end();
		const publisher = await connected("publisher");
		const expiring = (seconds: number) => ({ retain: true, properties: { messageExpiryInterval: seconds } });
		await publish(publisher, "a", "short", expiring(10));
		await publish(publisher, "a", "long", expiring(100));
		await publish(publisher, "b", "short", expiring(10));
		parts.clock.advance(10_000);
		const message = await (await sleeper()).next();
		assert.equal(message.payload.toString(), "long");
		const left = message.packet.properties?.messageExpiryInterval ?? 0;
		assert.ok(left > 80 && left <= 90, String(left));
		const late = await connected("late");
		await subscribe(late, ["b", "a"]);
		const retained = await late.next();
		assert.deepEqual([retained.topic, retained.packet.retain], ["a", true]);
		assert.ok((retained.packet.properties?.messageExpiryInterval ?? 0) <= 90);
	});

	it("does no local, retain as published and retain handling", async () => {
		await start();
		const client = await connected("d");
		await subscribe(client, "own", { nl: true });
		await subscribe(client, "other", { rap: true });
		await publish(client, "own", "not for me");
		const publisher = await connected("publisher");
		await publish(publisher, "other", "kept", { retain: true });
		const live = await client.next();
		assert.deepEqual([live.topic, live.packet.retain], ["other", true]);
		await subscribe(client, "other", { rap: true, rh: 1 });
		await publish(publisher, "own", "for me");
		assert.equal((await client.next()).topic, "own");
		const never = await connected("never");
		await subscribe(never, "other", { rh: 2 });
		const once = await connected("once");
		await subscribe(once, "other", { rh: 1 });
		assert.equal((await once.next()).payload.toString(), "kept");
		await publish(publisher, "other", "new");
		assert.equal((await never.next()).payload.toString(), "new");
	});

	it("keeps a session for as long as the client asks, an hour at most, and ends it when DISCONNECT says so", async () => {
		await start();
		const device = await createDevice(parts, [allowAll]);
		const session = (sessionExpiryInterval: number, clean = false) =>
			open(device, { clientId: "d", clean, properties: { sessionExpiryInterval } });
		const presence = async (client: TestClient) => {
			const { sessionPresent } = client.connack ?? {};
			await client.end();
			await until("the end of the session", () => ended.length === reports.length);
			return sessionPresent;
		};
		assert.equal(await presence(await session(60, true)), false);
		parts.clock.advance(59_000);
		assert.equal(await presence(await session(60)), true);
		parts.clock.advance(61_000);
		assert.equal(await presence(await session(60)), false);
		assert.equal(await presence(await session(0)), true, "it lasts while it is connected");
		assert.equal(await presence(await session(86_400)), false, "and no longer");
		const last = await session(60);
		last.mqtt.end(false, { properties: { sessionExpiryInterval: 0 } });
		await until("the end of the session", () => ended.length === reports.length);
		assert.equal(await presence(await session(0)), false);
		const never = await session(0);
		never.mqtt.end(false, { properties: { sessionExpiryInterval: 60 } });
		await until("refusal", () => codes().includes("connect protocol-error"));
	});

	it("publishes a will when its delay is over, not at all when the client is back, and at once when its session ends", async () => {
		await start();
		const watcher = await connected("watcher");
		await subscribe(watcher, "will/+");
		const device = await createDevice(parts, [allowAll]);
		const mortal = async (topic: string, options: ConnectOptions = {}) => {
			return open(device, {
				clientId: "mortal",
				clean: false,
				properties: { sessionExpiryInterval: 100 },
				will: {
					topic,
					payload: Buffer.from("gone"),
					qos: 1,
					retain: false,
					properties: { willDelayInterval: 50, contentType: "text/plain" },
				},
				...options,
			});
		};
		await lose(await mortal("will/back"));
		await lose(await mortal("will/delayed"));
		assert.equal(watcher.pending.length, 0);
		parts.clock.advance(50_000);
		const message = await watcher.next();
		assert.equal(message.topic, "will/delayed");
		assert.equal(message.packet.properties?.contentType, "text/plain");
		await lose(await mortal("will/over"));
		await (await mortal("will/none", { clean: true })).end();
		assert.equal((await watcher.next()).topic, "will/over");
		const rude = await mortal("will/asked", { properties: { sessionExpiryInterval: 0 } });
		rude.mqtt.end(false, { reasonCode: 4 } as never);
		assert.equal((await watcher.next()).topic, "will/asked");
	});

	it("reports version, keep-alive and session of a connection", async () => {
		await start();
		await connected("five", { keepalive: 7, clean: false, properties: { sessionExpiryInterval: 9 } });
		await version4("four");
		for (const { connectedAt } of reports) assert.ok(Math.abs(connectedAt - parts.clock.now()) < 60_000);
		assert.deepEqual(
			reports.map((report) => [
				report.clientId,
				report.protocolVersion,
				report.keepAliveSeconds,
				report.cleanSession,
				report.sessionExpirySeconds,
			]),
			[
				["five", 5, 30, false, 9],
				["four", 4, 60, true, 0],
			],
		);
	});
});
