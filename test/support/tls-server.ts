import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type TLSSocket, type TlsOptions } from "node:tls";
import { testPki } from "./test-pki.js";

export interface TlsServer {
	readonly port: number;
	/** Sockets that neither side has closed. */
	readonly sockets: ReadonlySet<TLSSocket>;
	/** May be called twice. */
	close(): Promise<void>;
}

/** A server on loopback that asks for a client certificate and hands every socket whose handshake is done to `onSocket`. */
export async function startTlsServer(
	onSocket: (socket: TLSSocket) => void,
	options: TlsOptions = {},
): Promise<TlsServer> {
	const { serverCertificatePem: cert, serverKeyPem: key } = await testPki();
	const sockets = new Set<TLSSocket>();
	const server = createServer({ cert, key, requestCert: true, rejectUnauthorized: false, ...options }, (socket) => {
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
		// Clients that vanish in the middle of something are what these tests are about.
		socket.on("error", () => {});
		onSocket(socket);
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return {
		port: (server.address() as AddressInfo).port,
		sockets,
		async close() {
			if (!server.listening) return;
			const closed = once(server, "close");
			server.close();
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}
