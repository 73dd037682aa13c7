import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Account } from "../account.js";
import type { RefusalJournal } from "../journal.js";
import { limitConnections } from "../limit-connections.js";
import { type ReachOptions, reachOf } from "../reach.js";
import { asksForWebSocket, withoutUpgrade } from "./ignored-upgrade.js";
import { answerNoHttp } from "./no-http.js";
import type { Operation } from "./operation.js";
import { RequestHandler } from "./request-handler.js";
import type { Senders } from "./senders.js";

export interface HttpServerOptions extends ReachOptions {
	/** AWS's operations and the emulator's own. */
	readonly operations: readonly Operation[];
	readonly journal: RefusalJournal;
	/** Resolves when everything changed so far survives a kill -9: no answer leaves before. */
	readonly durable: () => Promise<void>;
	/** `defaultAccount` unless told otherwise. */
	readonly account?: Account | undefined;
	/** Why changes are not kept at the moment; undefined when they are. */
	readonly storeFailure: () => Error | undefined;
	/** 0 picks a free port. */
	readonly port: number;
	/** Any signature is taken, unless told otherwise. */
	readonly senders?: Senders | undefined;
	/** Takes connections that are to go on as WebSockets. */
	readonly upgrade?: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | undefined;
}

export interface HttpServer {
	readonly port: number;
	/** Answers requests on a connection that another listener took. */
	serve(socket: Duplex): void;
	/** Ends the listener and all connections at once. May be called twice; returns the same promise. */
	close(): Promise<void>;
}

/** Each bounds what one client can hold on to. */
const serverLimits = {
	/** Bytes of request line and headers together. */
	maxHeaderSize: 16 * 1024,
	/** ms from connection to the end of the headers. */
	headersTimeout: 10_000,
	/** ms to the end of the body. */
	requestTimeout: 30_000,
	keepAliveTimeout: 5_000,
	connectionsCheckingInterval: 5_000,
};
const mostConnections = 1024;

/** AWS IoT's REST API and the emulator's own paths over HTTP. Rejects with the listener's own error (EADDRINUSE, EACCES). */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
	const { host, port, journal, upgrade } = options;
	const handler = new RequestHandler({ ...options, reach: reachOf(options) });
	const server = createServer(serverLimits, (request, response) => {
		void handler.handle(request, response);
	});
	server.on("clientError", (error, socket) => answerNoHttp(error, socket, journal));
	const upgraded = new Set<Duplex>();
	if (upgrade !== undefined) {
		server.on("upgrade", (request, socket, head) => {
			if (!asksForWebSocket(request)) {
				socket.unshift(withoutUpgrade(request, head));
				server.emit("connection", socket);
				return;
			}
			upgraded.add(socket);
			socket.once("close", () => upgraded.delete(socket));
			upgrade(request, socket, head);
		});
	}
	limitConnections(server, { most: mostConnections, hint: "close some: a client keeps one open", journal });
	await listen(server, host, port);
	let closing: Promise<void> | undefined;
	return {
		port: (server.address() as AddressInfo).port,
		serve: (socket) => void server.emit("connection", socket),
		close() {
			closing ??= end(server, upgraded);
			return closing;
		},
	};
}

function listen(server: Server, host: string, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen({ host, port }, () => {
			server.off("error", reject);
			resolve();
		});
	});
}

function end(server: Server, upgraded: Iterable<Duplex>): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
		// They are no HTTP connections any more.
		for (const socket of upgraded) socket.destroy();
	});
}
