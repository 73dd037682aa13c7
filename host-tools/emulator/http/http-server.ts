import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Account } from "../account.js";
import type { RefusalJournal } from "../journal.js";
import { limitConnections } from "../limit-connections.js";
import { type ReachOptions, reachOf } from "../reach.js";
import type { Operation } from "./operation.js";
import { RequestHandler } from "./request-handler.js";

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
}

export interface HttpServer {
	readonly port: number;
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
	const { operations, journal, durable, storeFailure, account, host, port } = options;
	const reach = reachOf(options);
	const handler = new RequestHandler({ operations, journal, durable, storeFailure, account, reach });
	const server = createServer(serverLimits, (request, response) => {
		void handler.handle(request, response);
	});
	limitConnections(server, { most: mostConnections, hint: "close some: a client keeps one open", journal });
	await listen(server, host, port);
	let closing: Promise<void> | undefined;
	return {
		port: (server.address() as AddressInfo).port,
		close() {
			closing ??= end(server);
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

function end(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}
