import { once } from "node:events";
import {
	type AddressInfo,
	connect as connectTcp,
	createServer as createTcpServer,
	type Server,
	type Socket,
} from "node:net";
import {
	connect as connectTls,
	createServer as createTlsServer,
	type DetailedPeerCertificate,
	type TLSSocket,
} from "node:tls";

export interface TestServer {
	readonly port: number;
	close(): Promise<void>;
}

export interface ServerIdentity {
	/** PEM, leaf first. */
	readonly cert: string;
	/** PEM */
	readonly key: string;
}

/** TLS 1.2 on loopback that takes any client certificate and gives each secured connection to `serve`. */
export function startTlsServer(identity: ServerIdentity, serve: (socket: TLSSocket) => void): Promise<TestServer> {
	const options = { ...identity, requestCert: true, rejectUnauthorized: false, maxVersion: "TLSv1.2" } as const;
	const server = createTlsServer(options, (socket) => {
		socket.on("error", () => {});
		serve(socket);
	});
	return listen(server);
}

/** Passes bytes on to `port`; `cut` ends all connections there are. `watch` sees each connection's far end. */
export async function startProxy(
	port: number,
	watch: (far: Socket) => void = () => {},
): Promise<TestServer & { cut(): void }> {
	const sockets = new Set<Socket>();
	const server = createTcpServer((near) => {
		const far = connectTcp(port, "127.0.0.1");
		for (const socket of [near, far]) {
			sockets.add(socket);
			socket.on("error", () => {});
			socket.on("close", () => {
				sockets.delete(socket);
				near.destroy();
				far.destroy();
			});
		}
		near.pipe(far);
		far.pipe(near);
		watch(far);
	});
	const { port: own, close } = await listen(server);
	const cut = () => {
		for (const socket of sockets) socket.destroy();
	};
	return { port: own, close, cut };
}

/** The chain that a TLS server shows to everybody, PEM, leaf first. */
export async function publicChain(port: number): Promise<string> {
	const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false, maxVersion: "TLSv1.2" });
	try {
		await once(socket, "secureConnect");
		const seen = new Set<string>();
		const chain: string[] = [];
		for (let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true); next?.raw; ) {
			if (seen.has(next.fingerprint256)) break;
			seen.add(next.fingerprint256);
			chain.push(`-----BEGIN CERTIFICATE-----\n${next.raw.toString("base64")}\n-----END CERTIFICATE-----\n`);
			next = next.issuerCertificate;
		}
		return chain.join("");
	} finally {
		socket.destroy();
	}
}

/** On a port of the system's choice, on loopback. */
export async function listen(server: Server): Promise<TestServer> {
	const sockets = new Set<Socket>();
	server.on("connection", (socket: Socket) => {
		sockets.add(socket);
		socket.on("error", () => {});
		socket.on("close", () => sockets.delete(socket));
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const close = async () => {
		const closed = once(server, "close");
		server.close();
		for (const socket of sockets) socket.destroy();
		await closed;
	};
	return { port: (server.address() as AddressInfo).port, close };
}
