import type { AddressInfo } from "node:net";
import { createServer } from "node:tls";
import { parentPort, workerData } from "node:worker_threads";
import type { BenchPki } from "./pki.js";

/** A thread of its own: TLS 1.2 with resumption by id, and CONNACK to whatever comes first. It tells its port. */
const { root, serverChain, serverKey } = workerData as BenchPki;
const connack = Buffer.from([0x20, 2, 0, 0]);
const sessions = new Map<string, Buffer>();

const server = createServer(
	{
		cert: serverChain,
		key: serverKey,
		ca: root,
		requestCert: true,
		rejectUnauthorized: true,
		maxVersion: "TLSv1.2",
		// AWS IoT's first choice for clients without TLS 1.3.
		ciphers: "ECDHE-RSA-AES128-GCM-SHA256",
		noDelay: true,
	},
	(socket) => {
		socket.on("error", () => {});
		socket.once("data", () => socket.write(connack));
	},
);
server.on("newSession", (id: Buffer, session: Buffer, done: () => void) => {
	sessions.set(id.toString("hex"), session);
	done();
});
server.on("resumeSession", (id: Buffer, done: (error: null, session: Buffer | null) => void) => {
	done(null, sessions.get(id.toString("hex")) ?? null);
});
server.listen(0, "127.0.0.1", () => parentPort?.postMessage((server.address() as AddressInfo).port));
