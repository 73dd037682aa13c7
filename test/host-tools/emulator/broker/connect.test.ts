import assert from "node:assert/strict";
import { once } from "node:events";
import { type TLSSocket, connect as tlsConnect } from "node:tls";
import { within } from "../../../support/deadline.js";
import {
	allow,
	allowAll,
	type Credentials,
	createClaim,
	createDevice,
	type EmulatorParts,
	type PartsOptions,
	startEmulatorParts,
} from "../../../support/emulator-parts.js";
import { type ConnectOptions, connectClient, type TestClient } from "../../../support/mqtt.js";

describe("CONNECT to the broker", () => {
	let parts: EmulatorParts;
	const clients: TestClient[] = [];
	const start = async (options: PartsOptions = {}) => {
		parts = await startEmulatorParts(options);
	};
	const connected = async (credentials: Credentials | undefined, options: ConnectOptions = {}) => {
		const client = await connectClient(parts, credentials, { clientId: "d", ...options });
		clients.push(client);
		return client;
	};
	const refused = async (code: string, credentials: Credentials | undefined, options: ConnectOptions = {}) => {
		await assert.rejects(connected(credentials, options), /closed before CONNACK|Connection refused/);
		const entry = parts.journal.list().at(-1);
		assert.equal(entry?.code, code);
		assert.equal(entry?.plane, "connect");
		return entry;
	};
	/** TLS with the client's certificate, and bytes instead of a client. */
	const raw = async (credentials: Credentials): Promise<TLSSocket> => {
		const { certificatePem: cert, privateKeyPem: key } = credentials;
		const socket = tlsConnect({ host: "127.0.0.1", port: parts.port, ca: parts.pki.rootCaPem, cert, key });
		socket.on("error", () => {});
		await within(once(socket, "secureConnect"), "TLS handshake");
		return socket;
	};
	const exchange = async (credentials: Credentials, bytes: Buffer): Promise<Buffer> => {
		const socket = await raw(credentials);
		const chunks: Buffer[] = [];
		socket.on("data", (chunk: Buffer) => chunks.push(chunk));
		socket.write(bytes);
		await within(once(socket, "close"), "end of the connection");
		return Buffer.concat(chunks);
	};

	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		await parts.close();
	});

	it("is refused without a certificate, and with one that is unknown", async () => {
		await start();
		await refused("no-client-certificate", undefined);
		const stranger = await parts.pki.issueKeysAndCertificate();
		const credentials = { ...stranger, certificateArn: "", privateKeyPem: stranger.keyPair.privateKeyPem };
		const entry = await refused("certificate-unknown", credentials);
		assert.equal(entry?.certificateId, stranger.certificateId);
	});

	for (const status of ["INACTIVE", "REVOKED", "PENDING_ACTIVATION"] as const) {
		it(`is refused with a certificate that is ${status}`, async () => {
			await start();
			const entry = await refused("certificate-not-active", await createDevice(parts, [allowAll], status));
			assert.match(entry?.reason ?? "", new RegExp(status));
		});
	}

	it("is refused with a claim after five minutes, and says how long ago that was", async () => {
		await start();
		const claim = await createClaim(parts, "fleet");
		await connected(claim);
		parts.clock.advance(301_000);
		const entry = await refused("claim-expired", claim);
		assert.match(entry?.reason ?? "", /"fleet" expired at .*, \d+ s ago/);
	});

	it("is refused with a certificate whose time is over", async () => {
		await start();
		const device = await createDevice(parts, [allowAll]);
		parts.clock.advance(Date.parse("2050-01-01T00:00:00Z") - Date.now());
		await refused("certificate-expired", device);
	});

	it("is refused without a policy, or with one for another client id", async () => {
		await start();
		const bare = await refused("policy-denied", await createDevice(parts, []));
		assert.match(bare?.reason ?? "", /has no policy attached/);
		const other = await refused("policy-denied", await createDevice(parts, [allow("iot:Connect", "client/other")]));
		assert.match(other?.reason ?? "", /no resource matches.*client\/other/);
	});

	const ownName = "client/${iot:Connection.Thing.ThingName}";
	it("explains that a certificate is not attached to the thing", async () => {
		await start();
		parts.registry.things.createThing("d");
		const entry = await refused("policy-denied", await createDevice(parts, [allow("iot:Connect", ownName)]));
		assert.match(entry?.reason ?? "", /attached to the thing "d" \(AttachThingPrincipal\), and it is attached to none/);
	});

	it("explains that the client id is not the thing's name", async () => {
		await start();
		parts.registry.things.createThing("thing1");
		const device = await createDevice(parts, [allow("iot:Connect", ownName)]);
		parts.registry.things.attachThingPrincipal("thing1", device.certificateArn);
		const entry = await refused("policy-denied", device);
		assert.match(entry?.reason ?? "", /the client id is "d", attached are "thing1"/);
		await connected(device, { clientId: "thing1" });
	});

	it("resolves attributes, the source address and the certificate's names in policies", async () => {
		await start();
		parts.registry.things.createThing("d", { site: "north" });
		const device = await createDevice(parts, [
			{ ...allow("iot:Connect", "client/d"), Condition: { IpAddress: { "aws:SourceIp": "127.0.0.0/8" } } },
			{
				...allow("iot:Publish", "topic/${iot:Connection.Thing.Attributes[site]}/x"),
				Condition: { StringEquals: { "iot:Certificate.Subject.CommonName": "AWS IoT Certificate" } },
			},
		]);
		parts.registry.things.attachThingPrincipal("d", device.certificateArn);
		const client = await connected(device);
		await client.publish("north/x");
		client.mqtt.publish("south/x", "", { qos: 1 }, () => {});
		await client.closed();
		assert.equal(parts.journal.list().at(-1)?.code, "policy-denied");
	});

	it("answers CONNACK 5 instead of silence when asked to", async () => {
		await start({ behaviour: { denial: "answer" } });
		await assert.rejects(connected(await createDevice(parts, [])), /Connection refused: Not authorized/);
	});

	it("closes without a byte by default", async () => {
		await start();
		const device = await createDevice(parts, []);
		const connect = Buffer.from("100d00044d5154540402003c000164", "hex");
		assert.deepEqual(await exchange(device, connect), Buffer.alloc(0));
	});

	it("refuses MQTT 3.1 in its own words", async () => {
		await start();
		const device = await createDevice(parts, [allowAll]);
		//           remaining length, "MQIsdp", version 3, clean session, keep alive 60, client id "d"
		const version3 = Buffer.from("100f00064d51497364700302003c000164", "hex");
		assert.deepEqual(await exchange(device, version3), Buffer.from([0x20, 2, 0, 1]));
		assert.equal(parts.journal.list().at(-1)?.code, "unsupported-protocol-version");
	});

	it("refuses client ids that are too long, reserved, or empty in a persistent session", async () => {
		await start();
		const device = await createDevice(parts, [allowAll]);
		await connected(device, { clientId: "ä".repeat(64) });
		for (const clientId of [`${"ä".repeat(64)}x`, "$aws"]) await refused("client-id-rejected", device, { clientId });
		//           "MQTT", version 4, no flags, keep alive 60, empty client id
		const persistent = Buffer.from("100c00044d5154540400003c0000", "hex");
		assert.deepEqual(await exchange(device, persistent), Buffer.from([0x20, 2, 0, 2]));
	});

	it("takes a will on the topic of a shadow's request, which subscribers get, and none that looks like an answer or event of AWS", async () => {
		await start();
		const device = await createDevice(parts, [allowAll]);
		const will = (topic: string) => ({ will: { topic, payload: Buffer.from("{}"), qos: 0 as const, retain: false } });
		const listener = await connected(device, { clientId: "listener" });
		await listener.subscribe("$aws/things/+/shadow/update");
		await listener.subscribe("$aws/things/d/shadow/name/state/delete");
		for (const topic of ["$aws/things/d/shadow/update", "$aws/things/d/shadow/name/state/delete"]) {
			const client = await connected(device, will(topic));
			client.mqtt.stream.destroy();
			await client.closed();
			assert.equal((await listener.next()).topic, topic);
		}
		assert.deepEqual(parts.journal.list(), []);
		for (const topic of ["$aws/events/presence/connected/d", "$aws/things/d/shadow/update/accepted"]) {
			await refused("will-rejected", device, will(topic));
		}
	});

	it("says with session present whether a persistent session was kept, with or without subscriptions", async () => {
		await start();
		const device = await createDevice(parts, [allowAll]);
		//           "MQTT", version 4, no flags, keep alive 60, client id "d"; DISCONNECT
		const persistent = Buffer.from("100d00044d5154540400003c000164e000", "hex");
		const clean = Buffer.from("100d00044d5154540402003c000164e000", "hex");
		assert.deepEqual(await exchange(device, persistent), Buffer.from([0x20, 2, 0, 0]));
		assert.deepEqual(await exchange(device, persistent), Buffer.from([0x20, 2, 1, 0]));
		assert.deepEqual(await exchange(device, clean), Buffer.from([0x20, 2, 0, 0]));
		assert.deepEqual(await exchange(device, persistent), Buffer.from([0x20, 2, 0, 0]));
	});

	it("lets the newer of two connections with one client id live", async () => {
		await start();
		const device = await createDevice(parts, [allowAll]);
		const watcher = await connected(device, { clientId: "watcher" });
		await watcher.subscribe("$aws/events/presence/disconnected/d");
		const older = await connected(device);
		const newer = await connected(device);
		await older.closed();
		assert.equal(JSON.parse((await watcher.next()).payload.toString()).disconnectReason, "DUPLICATE_CLIENTID");
		await newer.publish("still/alive");
		assert.equal(parts.journal.list().at(-1)?.code, "duplicate-client-id");
		const newest = await connected(device);
		await newer.closed();
		await newest.publish("still/alive");
	});

	it("accepts one CONNECT a second per client id when told to limit them", async () => {
		await start({ behaviour: { limitConnectRate: true } });
		const device = await createDevice(parts, [allowAll]);
		await (await connected(device)).end();
		await refused("connect-rate", device);
		parts.clock.advance(1000);
		await connected(device);
	});

	it("does not know a certificate before its activation has spread", async () => {
		await start({ behaviour: { propagationDelayMs: 5000 } });
		const device = await createDevice(parts, [allowAll]);
		await refused("certificate-not-propagated", device);
		parts.clock.advance(5000);
		await connected(device);
	});

	it("makes a full handshake each time", async () => {
		await start();
		const device = await createDevice(parts, [allowAll]);
		const { certificatePem: cert, privateKeyPem: key } = device;
		for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
			const options = { host: "127.0.0.1", port: parts.port, ca: parts.pki.rootCaPem, cert, key, maxVersion };
			const first = tlsConnect(options);
			await within(once(first, "secureConnect"), "TLS handshake");
			const session = first.getSession();
			first.destroy();
			const second = tlsConnect({ ...options, ...(session && { session }) });
			await within(once(second, "secureConnect"), "TLS handshake");
			assert.equal(second.isSessionReused(), false);
			second.destroy();
		}
	});

	it("cuts sessions the moment their certificate is deactivated", async () => {
		await start();
		const device = await createDevice(parts, [allowAll]);
		const client = await connected(device);
		const bystander = await connected(await createDevice(parts, [allowAll]), { clientId: "bystander" });
		parts.registry.certificates.updateCertificate(device.certificateId, "INACTIVE");
		await client.closed();
		assert.match(parts.journal.list().at(-1)?.reason ?? "", /is INACTIVE now/);
		await bystander.publish("x");
	});

	it("cuts a claim's session at its expiry when told to", async () => {
		await start({ behaviour: { claimExpiry: "cut-session" } });
		const client = await connected(await createClaim(parts, "fleet"));
		parts.clock.advance(301_000);
		await client.closed();
		assert.equal(parts.journal.list().at(-1)?.code, "claim-expired");
	});

	it("gives certificates to a claim that expired while connected when told to", async () => {
		await start({ behaviour: { claimExpiry: "handshake" } });
		const client = await connected(await createClaim(parts, "fleet"));
		parts.clock.advance(301_000);
		await client.publish("$aws/certificates/create/json");
		const reply = await client.next();
		assert.equal(reply.topic, "$aws/certificates/create/json/accepted");
	});
});
