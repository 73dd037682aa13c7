import type { EventEmitter } from "node:events";
import type { Aedes, Client } from "aedes";
import type { RefusalJournal } from "../journal.js";
import type { ConnectionHub } from "./connections.js";
import type { HangUps } from "./hang-ups.js";
import { journalTlsError } from "./journal-tls-error.js";
import type { Session } from "./session.js";
import type { SessionTable } from "./session-table.js";
import type { StoredSessions } from "./stored-sessions.js";

export interface FollowerParts {
	readonly sessions: SessionTable;
	readonly storedSessions: StoredSessions;
	readonly connections: ConnectionHub;
	readonly hangUps: HangUps;
	readonly journal: RefusalJournal;
}

export interface BrokerFollower {
	/** To be called for each session that was admitted. */
	began(session: Session): void;
}

/** Follows what the broker reports: sessions that begin and end, subscriptions, errors of clients. */
export function followBroker(broker: Aedes, parts: FollowerParts): BrokerFollower {
	const { sessions, connections, journal } = parts;
	const registered = new WeakSet<Client>();
	broker.on("client", (client) => {
		registered.add(client);
		// aedes registers a client that went away while it was let in, and would never forget it.
		if (client.closed) (broker as unknown as { unregisterClient(client: Client): void }).unregisterClient(client);
	});
	broker.on("clientReady", (client) => {
		const session = sessions.of(client);
		if (session === undefined || session.isCut) return;
		session.isEstablished = true;
		connections.report((listener) => listener.connected?.(session));
	});
	broker.on("clientDisconnect", (client) => end(parts, sessions.of(client)));
	followSubscriptions(broker, parts);
	broker.on("keepaliveTimeout", (client) => sessions.of(client)?.noteReason("MQTT_KEEP_ALIVE_TIMEOUT"));
	broker.on("clientError", (client, error) => clientFailed(parts, client, error));
	broker.on("connectionError", (client, error) => clientFailed(parts, client, error));
	// Of the broker itself, e.g. a store that cannot be written: it must not end the process.
	(broker as EventEmitter).on("error", (error: Error) => {
		journal.add({ plane: "limits", code: "internal-failure", reason: `The broker failed: ${error.message}` });
	});
	return {
		began(session) {
			// The broker reports the end of those it had registered; the others end with their socket.
			const endUnregistered = () => {
				if (!registered.has(session.client)) end(parts, session);
			};
			session.client.conn.once("close", () => setImmediate(endUnregistered));
		},
	};
}

function end({ sessions, storedSessions, connections }: FollowerParts, session: Session | undefined): void {
	if (session === undefined) return;
	sessions.remove(session);
	session.ended();
	if (session.isEstablished) {
		connections.report((listener) => listener.disconnected?.(session, session.disconnectReason));
	}
	if (!session.client.clean) storedSessions.offline(session.clientId);
}

function followSubscriptions(broker: Aedes, { sessions, connections }: FollowerParts): void {
	broker.on("subscribe", (subscriptions, client) => {
		// 0x80 in the place of the QoS: not granted.
		const filters = subscriptions.filter(({ qos }) => qos < 2).map(({ topic }) => topic);
		const session = sessions.of(client);
		if (!session?.isEstablished || filters.length === 0) return;
		connections.report((listener) => listener.subscribed?.(session, filters));
	});
	broker.on("unsubscribe", (filters, client) => {
		const session = sessions.of(client);
		if (session === undefined || client.closed) return;
		for (const filter of filters) session.removeFilter(filter);
		if (session.isEstablished) connections.report((listener) => listener.unsubscribed?.(session, filters));
	});
}

function clientFailed(
	{ sessions, hangUps, journal }: FollowerParts,
	client: Client,
	error: Error & { code?: string },
): void {
	if (hangUps.isHungUp(client)) return;
	const session = sessions.of(client);
	// With TLS 1.3 the client judges the server's certificate after the handshake is over for us.
	if (error.code?.startsWith("ERR_SSL_") && session === undefined) journalTlsError(journal, error);
	// Other errors with a code are those of the network; they end connections every day.
	if (error.code !== undefined || /^(keep alive timeout|connection closed)$/.test(error.message)) return;
	session?.noteReason("CLIENT_ERROR");
	const refused = { plane: "connect", code: "protocol-error", reason: `Connection closed: ${error.message}` } as const;
	if (session === undefined) journal.add(refused);
	else session.refuse(refused);
}
