import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type { SecureVersion, TLSSocket, TlsOptions } from "node:tls";
import type { MqttOptions } from "../../../firmware/ports/mqtt-client.js";
import { nodeMqttClient } from "../../../host-tools/virtual-device/node-mqtt-client.js";
import { describeMqttClient } from "../../contracts/mqtt-client.contract.js";
import { RecordingListener } from "../../fakes/recording-listener.js";
import { until, within } from "../../support/deadline.js";
import { foreignPki, testPki } from "../../support/test-pki.js";
import { startTlsBroker } from "../../support/tls-broker.js";
import { startTlsServer, type TlsServer } from "../../support/tls-server.js";

async function optionsFor(port: number, others: Partial<MqttOptions> = {}): Promise<MqttOptions> {
	const { rootCa, clients } = await testPki();
	const { certificate, privateKey } = clients[0];
	const clientId = "device-1";
	return { host: "127.0.0.1", port, rootCa, certificate, privateKey, clientId, keepAliveSeconds: 60, ...others };
}

/** How a connection with `options` ends by itself. */
async function failure(options: MqttOptions): Promise<{ code: string; message: string }> {
	const listener = new RecordingListener();
	const connection = nodeMqttClient.open(options, listener);
	assert.deepEqual(listener.calls, []);
	const error = await within(listener.closed, "the end of a connection");
	connection.close();
	assert.deepEqual(listener.calls, ["closed"]);
	return error;
}

describeMqttClient("MQTT.js over TLS", async () => {
	const broker = await startTlsBroker({
		refuseFilter: (filter) => filter === "refused/topic",
		refuseClient: (clientId) => clientId === "stranger",
		swallow: (topic) => topic === "swallowed/topic",
	});
	return {
		client: nodeMqttClient,
		options: await optionsFor(broker.port),
		refusedOptions: await optionsFor(broker.port, { clientId: "stranger" }),
		topic: "allowed/topic",
		refusedFilter: "refused/topic",
		swallowedTopic: "swallowed/topic",
		settles: (promise) => within(promise, "the MQTT client"),
		idle: async () => {
			for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
		},
		received: () => broker.received,
		deliver: broker.deliver,
		dropAll: broker.dropAll,
		openConnections: () => broker.sockets.size,
		drained: async () => {
			await until("the broker's sockets to close", () => broker.sockets.size === 0, 10_000);
		},
		close: broker.close,
	};
});

describe("the MQTT client of the virtual device", () => {
	const opened: TlsServer[] = [];
	const track = async <T extends TlsServer>(opening: Promise<T>): Promise<T> => {
		const server = await opening;
		opened.push(server);
		return server;
	};
	const open = {
		server: (...args: Parameters<typeof startTlsServer>) => track(startTlsServer(...args)),
		broker: (...args: Parameters<typeof startTlsBroker>) => track(startTlsBroker(...args)),
	};
	afterEach(async () => {
		for (const server of opened.splice(0)) await server.close();
	});

	it("reports network-unreachable where nobody listens, and where no name resolves", async () => {
		const server = await open.server(() => {});
		await server.close();
		assert.equal((await failure(await optionsFor(server.port))).code, "network-unreachable");
		const { code } = await failure(await optionsFor(server.port, { host: "nowhere.invalid" }));
		assert.equal(code, "network-unreachable");
	});

	it("reports server-untrusted for a server of another root", async () => {
		const server = await open.server(() => {});
		const { rootCa } = await foreignPki();
		assert.equal((await failure(await optionsFor(server.port, { rootCa }))).code, "server-untrusted");
	});

	it("reports server-untrusted for a server of another name", async () => {
		const { clients } = await testPki();
		const { certificatePem: cert, privateKeyPem: key } = clients[1];
		const server = await open.server(() => {}, { cert, key });
		assert.equal((await failure(await optionsFor(server.port))).code, "server-untrusted");
	});

	it("reports tls-failed for a server that does not speak TLS", async () => {
		const server = createServer((socket) => socket.on("error", () => {}).end("HTTP/1.1 400 Bad Request\r\n\r\n"));
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		const { code } = await failure(await optionsFor((server.address() as AddressInfo).port));
		server.close();
		assert.equal(code, "tls-failed");
	});

	it("reports tls-failed, later and without quoting it, for a key that is none", async () => {
		const { port } = await open.server(() => {});
		const { code, message } = await failure(await optionsFor(port, { privateKey: Buffer.from("not-a-key-at-all") }));
		assert.equal(code, "tls-failed");
		assert.ok(!message.includes("not-a-key") && !message.includes(Buffer.from("not-a-key").toString("base64")));
	});

	const versions: SecureVersion[] = ["TLSv1.2", "TLSv1.3"];
	for (const version of versions) {
		const tls = { minVersion: version, maxVersion: version };

		it(`reports connection-refused when the server ends before CONNACK, over ${version}`, async () => {
			const server = await open.server((socket) => socket.once("data", () => socket.end()), tls);
			assert.equal((await failure(await optionsFor(server.port))).code, "connection-refused");
		});

		it(`reports connection-refused for CONNACK 5 over ${version}`, async () => {
			const broker = await open.broker({ tls, refuseClient: () => true });
			const { code } = await failure(await optionsFor(broker.port));
			assert.equal(code, "connection-refused");
		});
	}

	it("reports connection-refused when a TLS 1.3 server finds fault with the client's certificate after the handshake", async () => {
		const { rootCaPem } = await foreignPki();
		const tls = { ca: rootCaPem, rejectUnauthorized: true, minVersion: "TLSv1.3" } as const;
		const server = await open.server(() => {}, tls);
		assert.equal((await failure(await optionsFor(server.port))).code, "connection-refused");
	});

	it("presents its client certificate", async () => {
		const { clients } = await testPki();
		const fingerprints: string[] = [];
		const server = await open.server((socket) => {
			fingerprints.push(Buffer.from(socket.getPeerCertificate().raw).toString("hex"));
			socket.end();
		});
		await failure(await optionsFor(server.port));
		assert.deepEqual(fingerprints, [Buffer.from(clients[0].certificate).toString("hex")]);
	});

	it("says DISCONNECT before it closes, even with a publish that was never acknowledged", async () => {
		const broker = await open.broker({ swallow: () => true });
		const listener = new RecordingListener();
		const connection = nodeMqttClient.open(await optionsFor(broker.port), listener);
		await within(listener.opened, "CONNACK");
		const swallowed = once(broker.events, "swallowed");
		connection.publish("a/b", Uint8Array.of(1), 1).catch(() => {});
		await within(swallowed, "the PUBLISH");
		const goodbye = once(broker.events, "goodbye");
		connection.close();
		await within(goodbye, "DISCONNECT");
		await until("the socket to close", () => broker.sockets.size === 0, 10_000);
	});

	it("lets go of a server that ignores DISCONNECT", async () => {
		const peers: TLSSocket[] = [];
		const connack = Uint8Array.of(0x20, 0x02, 0x00, 0x00);
		const onSocket = (socket: TLSSocket) => {
			peers.push(socket);
			socket.once("data", () => socket.write(connack));
		};
		// Keeps its side open whatever the client does.
		const halfOpen: TlsOptions & { allowHalfOpen: boolean } = { allowHalfOpen: true };
		const server = await open.server(onSocket, halfOpen);
		const listener = new RecordingListener();
		const connection = nodeMqttClient.open(await optionsFor(server.port), listener);
		await within(listener.opened, "CONNACK");
		connection.close();
		const gone = () => {
			// Only a socket that is gone answers this with a reset.
			for (const peer of peers) peer.write(connack);
			return server.sockets.size === 0;
		};
		await until("the socket to close", gone, 10_000);
	});
});
