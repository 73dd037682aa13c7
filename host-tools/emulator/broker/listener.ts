import type { AddressInfo, Socket } from "node:net";
import type { Server, TLSSocket } from "node:tls";
import type { DataPlaneOptions } from "./broker.js";
import { watchPackets } from "./broker-events.js";
import { journalTlsError } from "./journal-tls-error.js";
import type { Plane } from "./plane.js";
import { createTlsServer } from "./tls-server.js";

/** ms for which sessions may end by themselves before their sockets are destroyed. */
const closeGrace = 500;

export interface Listener {
	readonly port: number;
	/** Ends all connections, those in the handshake too. */
	close(): Promise<void>;
}

/** Rejects with the listener's own error, e.g. EADDRINUSE. */
export async function listen(plane: Plane, { host, port, pki, behaviour }: DataPlaneOptions): Promise<Listener> {
	const server = createTlsServer(pki, (socket) => accept(plane, socket), behaviour);
	const sockets = trackSockets(server);
	server.on("tlsClientError", (error: Error & { code?: string }) => journalTlsError(plane.journal, error));
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen({ host, port }, () => {
			server.off("error", reject);
			resolve();
		});
	});
	// Such as EMFILE when accepting: the connection is lost, the emulator goes on.
	server.on("error", (error) => journalTlsError(plane.journal, error));
	return { port: (server.address() as AddressInfo).port, close: () => close(plane, server, sockets) };
}

function accept(plane: Plane, socket: TLSSocket): void {
	const client = plane.broker.handle(socket);
	watchPackets(plane, client);
}

function trackSockets(server: Server): Set<Socket> {
	const sockets = new Set<Socket>();
	server.on("connection", (socket: Socket) => {
		sockets.add(socket);
		socket.once("close", () => sockets.delete(socket));
	});
	return sockets;
}

async function close({ sessions }: Plane, server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
	const closed = new Promise<void>((resolve) => server.close(() => resolve()));
	const open = sessions.all();
	for (const session of open) session.cut("SERVER_INITIATED_DISCONNECT");
	let timer: NodeJS.Timeout | undefined;
	const grace = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, closeGrace);
	});
	await Promise.race([Promise.all(open.map(({ gone }) => gone)), grace]);
	clearTimeout(timer);
	for (const socket of sockets) socket.destroy();
	await closed;
}
