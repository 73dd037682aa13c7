import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as tcpConnect } from "node:net";
import { connect as tlsConnect } from "node:tls";
import fc from "fast-check";
import { startBackend } from "../../../../host-tools/emulator/backend.js";
import { within } from "../../../support/deadline.js";
import {
	allowAll,
	type Credentials,
	createDevice,
	type EmulatorParts,
	startEmulatorParts,
} from "../../../support/emulator-parts.js";
import { connectClient } from "../../../support/mqtt.js";

//                                                 "MQTT", version 4, clean session, keep alive 60 s, client id "fuzz"
const connectPacket = Buffer.from("101000044d5154540402003c000466757a7a", "hex");

describe("the broker under bad input", () => {
	let parts: EmulatorParts;
	let device: Credentials;

	before(async () => {
		parts = await startEmulatorParts();
		device = await createDevice(parts, [allowAll]);
	});
	after(async () => parts.close());

	/** Sends the bytes, ends the sending side unless the broker is expected to, and waits for the end. */
	const send = async (bytes: Buffer, endedBy: "us" | "them" = "us") => {
		const { certificatePem: cert, privateKeyPem: key } = device;
		const socket = tlsConnect({ host: "127.0.0.1", port: parts.port, ca: parts.pki.rootCaPem, cert, key });
		socket.on("error", () => {});
		socket.resume();
		const closed = once(socket, "close");
		await within(once(socket, "secureConnect"), "TLS handshake");
		if (endedBy === "us") socket.end(bytes);
		else socket.write(bytes);
		await within(closed, "end of the connection");
	};
	const stillServes = async () => {
		const client = await connectClient(parts, device, { clientId: "witness" });
		await client.subscribe("alive");
		await client.publish("alive", "yes");
		assert.equal((await client.next()).payload.toString(), "yes");
		await client.end();
	};

	it("survives any bytes in the place of CONNECT", async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), (bytes) => send(Buffer.from(bytes))),
			{ numRuns: 25 },
		);
		await stillServes();
	});

	it("survives any bytes after CONNECT, and packets of each type with any body", async () => {
		const packet = fc
			.tuple(fc.nat(255), fc.uint8Array({ maxLength: 100 }))
			.map(([header, body]) => Buffer.from([header, body.length, ...body]));
		const afterwards = fc.oneof(
			packet,
			fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
		);
		await fc.assert(
			fc.asyncProperty(afterwards, (bytes) => send(Buffer.concat([connectPacket, bytes]))),
			{ numRuns: 40 },
		);
		await stillServes();
	});

	it("survives bytes that are no TLS, and says so in the journal", async () => {
		const socket = tcpConnect(parts.port, "127.0.0.1");
		socket.on("error", () => {});
		socket.resume();
		const closed = once(socket, "close");
		socket.write("GET / HTTP/1.1\r\n\r\n");
		await within(closed, "end of the connection");
		assert.equal(parts.journal.list().at(-1)?.code, "tls-handshake-failed");
		await stillServes();
	});

	it("cuts a second CONNECT on the same connection", async () => {
		await send(Buffer.concat([connectPacket, connectPacket]), "them");
		assert.equal(parts.journal.list().at(-1)?.code, "protocol-error");
	});

	it("journals malformed packets with what is wrong", async () => {
		// SUBSCRIBE whose reserved flag bits are 0.
		await send(Buffer.concat([connectPacket, Buffer.from("80060001000161" + "00", "hex")]), "them");
		const entry = parts.journal.list().at(-1);
		assert.equal(entry?.code, "protocol-error");
		assert.match(entry?.reason ?? "", /header flag/i);
	});
});

describe("the broker's end", () => {
	it("comes promptly with clients connected, in the handshake, and silent, and may be asked for twice", async () => {
		const parts = await startEmulatorParts();
		const client = await connectClient(parts, await createDevice(parts, [allowAll]), { clientId: "d" });
		const silent = tcpConnect(parts.port, "127.0.0.1");
		silent.on("error", () => {});
		await once(silent, "connect");
		const closed = client.closed();
		await within(Promise.all([parts.close(), parts.close()]), "close", 3000);
		await closed;
		client.mqtt.end(true);
		silent.destroy();
	});

	it("leaves the port free when it could not listen on it", async () => {
		const parts = await startEmulatorParts();
		const { clock, journal, pki, port } = parts;
		const mqtt = { host: "127.0.0.1", port };
		await assert.rejects(startBackend({ clock, journal, pki, mqtt }), { code: "EADDRINUSE" });
		await parts.close();
	});
});
