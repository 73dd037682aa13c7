import type { AddressInfo, Socket } from "node:net";
import type { Server, TLSSocket } from "node:tls";
import type { RefusalJournal } from "../../journal.js";
import { limitConnections } from "../../limit-connections.js";
import type { Pki } from "../../pki/pki.js";
import { journalTlsError } from "./journal-tls-error.js";
import { createTlsServer } from "./tls-server.js";

/** ms for which connections may end by themselves before their sockets are destroyed. */
const closeGrace = 500;

export interface ListenerOptions {
	/** Address to bind to. */
	readonly host: string;
	/** 0 picks a free port. */
	readonly port: number;
	readonly pki: Pki;
	readonly journal: RefusalJournal;
	readonly resumeTlsSessions: boolean;
	/** ms for the handshake; `limits.handshake` unless told otherwise. */
	readonly handshakeMs?: number | undefined;
	/** What may be spoken (ALPN), the best first. */
	readonly protocols: readonly string[];
	/** Connections at a time; further ones are closed at once, and the journal says so. */
	readonly maxConnections: number;
	/** Takes each connection whose handshake is over; `socket.alpnProtocol` says what is spoken. */
	readonly accept: (socket: TLSSocket) => void;
}

export interface Listener {
	readonly port: number;
	/** Ends all connections, those in the handshake too, after `ended` or a grace period. */
	close(ended: Promise<unknown>): Promise<void>;
}

/** Rejects with the listener's own error, e.g. EADDRINUSE. */
export async function listen(options: ListenerOptions): Promise<Listener> {
	const { host, port, pki, journal, resumeTlsSessions, handshakeMs, protocols, maxConnections, accept } = options;
	const server = createTlsServer(pki, accept, { protocols, resumeTlsSessions, handshakeMs });
	limitConnections(server, {
		most: maxConnections,
		hint: "local --max-connections raises it; each needs a file descriptor, see ulimit -n",
		journal,
	});
	const sockets = trackSockets(server);
	server.on("tlsClientError", (error: Error & { code?: string }, socket: TLSSocket) => {
		journalTlsError(journal, error);
		// After a handshake that took too long Node leaves it open.
		socket.destroy();
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen({ host, port }, () => {
			server.off("error", reject);
			resolve();
		});
	});
	// Such as EMFILE when accepting: the connection is lost, the emulator goes on.
	server.on("error", (error) => journalTlsError(journal, error));
	return { port: (server.address() as AddressInfo).port, close: (ended) => close(server, sockets, ended) };
}

function trackSockets(server: Server): Set<Socket> {
	const sockets = new Set<Socket>();
	server.on("connection", (socket: Socket) => {
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
	});
	return sockets;
}

async function close(server: Server, sockets: ReadonlySet<Socket>, ended: Promise<unknown>): Promise<void> {
	const closed = new Promise<void>((resolve) => server.close(() => resolve()));
	let timer: NodeJS.Timeout | undefined;
	const grace = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, closeGrace);
	});
	await Promise.race([ended, grace]);
	clearTimeout(timer);
	for (const socket of sockets) socket.destroy();
	await closed;
}
