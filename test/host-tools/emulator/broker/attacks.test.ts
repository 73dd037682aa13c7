import assert from "node:assert/strict";
import { once } from "node:events";
import { type TLSSocket, connect as tlsConnect } from "node:tls";
import { generate, type Packet } from "mqtt-packet";
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
import { connectClient, type TestClient } from "../../../support/mqtt.js";

describe("clients that harm others", () => {
	let parts: EmulatorParts;
	let device: Credentials;
	const clients: TestClient[] = [];
	const sockets: TLSSocket[] = [];
	const start = async (options: PartsOptions = {}) => {
		parts = await startEmulatorParts(options);
		device = await createDevice(parts, [allowAll]);
	};
	const connected = async (clientId: string) => {
		const client = await connectClient(parts, device, { clientId });
		clients.push(client);
		return client;
	};
	const raw = async (credentials: Credentials, ...packets: Packet[]) => {
		const { certificatePem: cert, privateKeyPem: key } = credentials;
		const socket = tlsConnect({ host: "127.0.0.1", port: parts.port, ca: parts.pki.rootCaPem, cert, key });
		sockets.push(socket);
		socket.on("error", () => {});
		await within(once(socket, "secureConnect"), "TLS handshake");
		socket.write(Buffer.concat(packets.map((packet) => generate(packet))));
		return socket;
	};
	const connect = (clientId: string, clean = true): Packet => {
		return { cmd: "connect", protocolId: "MQTT", protocolVersion: 4, clientId, clean, keepalive: 60 };
	};
	const subscribe = (topic: string, qos: 0 | 1): Packet => {
		return { cmd: "subscribe", messageId: 1, subscriptions: [{ topic, qos }] };
	};
	const entry = (code: string) => parts.journal.list().find((refusal) => refusal.code === code);

	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		for (const socket of sockets.splice(0)) socket.destroy();
		await parts.close();
	});

	for (const qos of [0, 1] as const) {
		it(`a subscriber that stops reading at QoS ${qos} is cut off, and no publisher waits for it`, async () => {
			await start();
			const silent = await raw(device, connect("silent"), subscribe("flood", qos));
			await within(once(silent, "data"), "CONNACK");
			silent.pause();
			const reader = await connected("reader");
			await reader.subscribe("flood", "calm");
			const publisher = await connected("publisher");
			const payload = Buffer.alloc(100 * 1024);
			let sent = 0;
			// What the kernel holds for the silent one comes before what the broker holds.
			while (entry("slow-subscriber") === undefined && sent < 400) {
				await publisher.publish("flood", payload);
				sent += 1;
			}
			assert.equal(entry("slow-subscriber")?.clientId, "silent");
			await publisher.publish("calm", "still here");
			for (let n = 0; n < sent; n++) assert.equal((await reader.next()).topic, "flood");
			assert.equal((await reader.next()).payload.toString(), "still here");
		});
	}

	it("a subscriber that reads and acknowledges nothing is cut off", async () => {
		await start();
		const socket = await raw(device, connect("mute"), subscribe("flood", 1));
		const closed = once(socket, "close");
		socket.resume();
		const publisher = await connected("publisher");
		const payload = Buffer.alloc(100 * 1024);
		for (let n = 0; n < 200 && entry("slow-subscriber") === undefined; n++) await publisher.publish("flood", payload);
		assert.match(entry("slow-subscriber")?.reason ?? "", /does not acknowledge/);
		await within(closed, "end of the connection");
	});

	it("a subscriber that acknowledges no empty message is cut off", async () => {
		await start();
		const socket = await raw(device, connect("mute"), subscribe("flood", 1));
		const closed = once(socket, "close");
		socket.resume();
		const publisher = await raw(device, connect("publisher"));
		publisher.resume();
		const empty = {
			cmd: "publish",
			topic: "flood",
			payload: "",
			qos: 1,
			messageId: 1,
			dup: false,
			retain: false,
		} as const;
		const thousand = Buffer.concat(Array.from({ length: 1000 }, () => generate(empty)));
		// 4 MiB of 261 bytes each are 16,070 messages.
		for (let n = 0; n < 17; n++) publisher.write(thousand);
		await within(closed, "end of the connection");
		assert.match(entry("slow-subscriber")?.reason ?? "", /does not acknowledge/);
	});

	it("a client that acknowledges no answer of a service is cut off", async () => {
		await start();
		const topic = "$aws/certificates/create-from-csr/json";
		const socket = await raw(device, connect("mute"), subscribe(`${topic}/rejected`, 1));
		const closed = once(socket, "close");
		socket.resume();
		const request = { cmd: "publish", topic, payload: "x", qos: 1, messageId: 1, dup: false, retain: false } as const;
		const thousand = Buffer.concat(Array.from({ length: 1000 }, () => generate(request)));
		for (let n = 0; n < 17; n++) socket.write(thousand);
		await within(closed, "end of the connection");
		assert.match(entry("slow-subscriber")?.reason ?? "", /does not acknowledge/);
	});

	it("many that acknowledge nothing are cut off before they hold more than all may, and nobody else", async () => {
		await start();
		const bystander = await connected("bystander");
		await bystander.subscribe("still");
		const payload = Buffer.alloc(128 * 1024 - 64);
		const flood = { cmd: "publish", topic: "flood", payload, qos: 1, messageId: 1, dup: false, retain: false } as const;
		// 38 x 128 KiB for each, two mebibytes within what one may hold: the 56th is one too many.
		for (let n = 0; n < 60; n++) (await raw(device, connect(`mute-${n}`), subscribe("flood", 1))).resume();
		const publisher = await raw(device, connect("publisher"));
		publisher.resume();
		for (let n = 0; n < 38; n++) publisher.write(generate(flood));
		const said = await until("entry", () => entry("slow-subscriber"));
		assert.match(said.reason, /All clients together/);
		await bystander.publish("still", "here");
		assert.equal((await bystander.next()).topic, "still");
	});

	it("a persistent session gets what waits for it, also when it is more than one client may leave unread", async () => {
		await start();
		const first = await raw(device, connect("away", false), subscribe("kept", 1));
		await within(once(first, "data"), "CONNACK");
		first.destroy();
		const publisher = await connected("publisher");
		const waiting = 100;
		for (let n = 0; n < waiting; n++) await publisher.publish("kept", Buffer.alloc(100 * 1024, n));
		const back = await connectClient(parts, device, { clientId: "away", clean: false });
		clients.push(back);
		for (let n = 0; n < waiting; n++) assert.equal((await back.next()).payload[0], n);
		assert.equal(entry("slow-subscriber"), undefined);
	});

	it("wills of many that are cut at once neither nest nor are lost", async () => {
		await start();
		const watcher = await connectClient(parts, await createDevice(parts, [allowAll]), { clientId: "watcher" });
		clients.push(watcher);
		await watcher.subscribe("gone/+");
		const doomed = 40;
		for (let n = 0; n < doomed; n++) {
			const will = { topic: `gone/${n}`, payload: Buffer.from("x"), qos: 1, retain: false } as const;
			const socket = await raw(device, { ...connect(`doomed-${n}`), will } as Packet, subscribe("gone/+", 1));
			await within(once(socket, "data"), "CONNACK");
		}
		parts.registry.certificates.updateCertificate(device.certificateId, "INACTIVE");
		const topics = new Set<string>();
		for (let n = 0; n < doomed; n++) topics.add((await watcher.next()).topic);
		assert.equal(topics.size, doomed);
	});

	it("a will with QoS 3 is refused, and nobody else is thrown out", async () => {
		await start();
		const bystander = await connected("bystander");
		await bystander.subscribe("#");
		const socket = await raw(device);
		const closed = once(socket, "close");
		//                            "MQTT"      4  flags     client id, will topic, will
		socket.write(Buffer.from("1013" + "00044d515454" + "04" + "1e" + "003c" + "000164" + "000177" + "000178", "hex"));
		socket.resume();
		await within(closed, "end of the connection");
		assert.match(entry("protocol-error")?.reason ?? "", /QoS 3/);
		await bystander.publish("still", "here");
		assert.equal((await bystander.next()).topic, "still");
	});

	it("a denied SUBSCRIBE ends the connection without an answer, also in one write with CONNECT", async () => {
		await start();
		const restricted = await createDevice(parts, [allow("iot:Connect", "client/*")]);
		for (let n = 0; n < 20; n++) {
			const socket = await raw(restricted, connect(`d${n}`), subscribe("a", 1));
			const chunks: Buffer[] = [];
			socket.on("data", (chunk: Buffer) => chunks.push(chunk));
			await within(once(socket, "close"), "end of the connection");
			assert.deepEqual(Buffer.concat(chunks), Buffer.from([0x20, 2, 0, 0]), "CONNACK and no SUBACK");
		}
	});

	it("a connection too many is closed, and the journal says so", async () => {
		await start({ maxConnections: 2 });
		await connected("one");
		await connected("two");
		await assert.rejects(connected("three"));
		const said = await until("entry", () => entry("too-many-connections"));
		assert.match(said.reason, /2 are open.*--max-connections/);
	});
});
