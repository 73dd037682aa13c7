import type { Account } from "../account.js";
import type { Backend } from "../backend.js";
import type { Behaviour } from "../behaviour.js";
import { limits } from "../broker/limits.js";
import type { EmulatorClock } from "../clock.js";
import { startHttpServer } from "../http/http-server.js";
import { KnownSenders } from "../http/senders.js";
import type { AccessKey } from "../http/signature/access-keys.js";
import type { RefusalJournal } from "../journal.js";
import type { Pki } from "../pki/pki.js";
import { type ReachOptions, reachOf } from "../reach.js";
import { Resources } from "../resources.js";
import { type Door, type DoorOptions, openDoor } from "./open-door.js";
import { WebSocketDoor } from "./websocket-door.js";

export interface FrontOptions extends ReachOptions {
	readonly clock: EmulatorClock;
	readonly journal: RefusalJournal;
	readonly pki: Pki;
	readonly account: Account;
	readonly backend: Backend;
	/** HTTP; 0 picks a free port. Default 4566. */
	readonly port?: number | undefined;
	/** TLS; 0 picks a free port. No listener without it. */
	readonly httpsPort?: number | undefined;
	/** A free port instead of `httpsPort`, when another process has that. */
	readonly httpsPortMayMove?: boolean | undefined;
	/** Of the TLS listener. */
	readonly maxConnections?: number | undefined;
	readonly accessKeys?: readonly AccessKey[] | undefined;
	readonly behaviour?: Behaviour | undefined;
}

/** The listeners but that of MQTT. */
export interface Front {
	readonly httpPort: number;
	readonly httpsPort: number | undefined;
	/** May be called twice; returns the same promise. */
	close(): Promise<void>;
}

/** Opens HTTP, and TLS where it is wanted: both lead to the same operations. Rejects with a listener's own error, leaving nothing open. */
export async function openFront(options: FrontOptions): Promise<Front> {
	const { clock, journal, backend, accessKeys, port = 4566, httpsPort } = options;
	const { operations, durable, storeFailure, broker, principals } = backend;
	const senders = new KnownSenders({ clock, principals, accessKeys });
	const webSockets = new WebSocketDoor({
		senders,
		principals,
		journal,
		reach: reachOf(options),
		accept: broker.accept,
	});
	const upgrade = webSockets.upgrade.bind(webSockets);
	const resources = new Resources();
	const http = resources.own(
		await startHttpServer({ ...options, operations, senders, upgrade, durable, storeFailure, port }),
	);
	try {
		const door =
			httpsPort === undefined ? undefined : resources.own(await listenForTls(options, httpsPort, http.serve));
		return { httpPort: http.port, httpsPort: door?.port, close: () => resources.close() };
	} catch (error) {
		await resources.close();
		throw error;
	}
}

async function listenForTls(options: FrontOptions, port: number, http: DoorOptions["http"]): Promise<Door> {
	const { host, pki, journal, maxConnections = limits.connections, behaviour, backend } = options;
	const door = {
		host,
		pki,
		journal,
		maxConnections,
		resumeTlsSessions: behaviour?.resumeTlsSessions ?? false,
		mqtt: backend.broker.accept,
		http,
	};
	try {
		return await openDoor({ ...door, port });
	} catch (error) {
		const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
		if (!isTaken || !(options.httpsPortMayMove ?? false)) throw error;
		return await openDoor({ ...door, port: 0 });
	}
}
