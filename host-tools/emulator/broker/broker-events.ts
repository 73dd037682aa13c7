import type { EventEmitter } from "node:events";
import type { Client } from "aedes";
import { hangUp, isHungUp } from "./hang-up.js";
import { journalTlsError } from "./journal-tls-error.js";
import { limits } from "./limits.js";
import { guardPackets, type ParsedPacket } from "./packet-guard.js";
import type { Plane } from "./plane.js";
import type { Refused, Session } from "./session.js";

export interface BrokerFollower {
	/** To be called for each session that was admitted. */
	began(session: Session): void;
}

/** Follows what the broker reports: sessions that begin and end, subscriptions, errors of clients. */
export function followBroker(plane: Plane): BrokerFollower {
	const { broker, sessions, events, journal } = plane;
	const registered = new WeakSet<Client>();
	broker.on("client", (client) => {
		registered.add(client);
		// aedes registers a client that went away while it was let in, and would never forget it.
		if (client.closed) (broker as unknown as { unregisterClient(client: Client): void }).unregisterClient(client);
	});
	broker.on("clientReady", (client) => {
		const session = sessions.of(client);
		if (session === undefined || session.isCut) return;
		session.presence = events.connected(session.clientId, session.certificate.certificateId, session.ipAddress);
	});
	broker.on("clientDisconnect", (client) => end(plane, sessions.of(client)));
	followSubscriptions(plane);
	broker.on("keepaliveTimeout", (client) => sessions.of(client)?.noteReason("MQTT_KEEP_ALIVE_TIMEOUT"));
	broker.on("clientError", (client, error) => clientFailed(plane, client, error));
	broker.on("connectionError", (client, error) => clientFailed(plane, client, error));
	// Of the broker itself, e.g. a store that cannot be written: it must not end the process.
	(broker as EventEmitter).on("error", (error: Error) => {
		journal.add({ plane: "limits", code: "internal-failure", reason: `The broker failed: ${error.message}` });
	});
	return {
		began(session) {
			// The broker reports the end of those it had registered; the others end with their socket.
			const endUnregistered = () => {
				if (!registered.has(session.client)) end(plane, session);
			};
			session.client.conn.once("close", () => setImmediate(endUnregistered));
		},
	};
}

function end({ sessions, events, persistence }: Plane, session: Session | undefined): void {
	if (session === undefined) return;
	sessions.remove(session);
	session.ended();
	if (session.presence !== undefined) events.disconnected(session.presence, session.disconnectReason);
	if (!session.client.clean) persistence.sessions.offline(session.clientId);
}

function followSubscriptions({ broker, sessions, events }: Plane): void {
	broker.on("subscribe", (subscriptions, client) => {
		// 0x80 in the place of the QoS: not granted.
		const topics = subscriptions.filter(({ qos }) => qos < 2).map(({ topic }) => topic);
		const presence = sessions.of(client)?.presence;
		if (presence !== undefined && topics.length > 0) events.subscriptions(presence, "subscribed", topics);
	});
	broker.on("unsubscribe", (topics, client) => {
		const session = sessions.of(client);
		if (session === undefined || client.closed) return;
		for (const topic of topics) session.removeFilter(topic);
		if (session.presence !== undefined) events.subscriptions(session.presence, "unsubscribed", topics);
	});
}

function clientFailed({ sessions, journal }: Plane, client: Client, error: Error & { code?: string }): void {
	if (isHungUp(client)) return;
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

/** Watches a connection's packets for what the broker's hooks do not see. */
export function watchPackets({ sessions, journal }: Plane, client: Client): void {
	const cut = (refused: Refused) => {
		const session = sessions.of(client);
		if (session !== undefined) {
			session.cut("CLIENT_ERROR", refused);
		} else {
			journal.add(refused);
			hangUp(client);
		}
	};
	guardPackets(client, {
		isOpen: () => !isHungUp(client),
		onPacket(packet: ParsedPacket) {
			if (packet.cmd === "disconnect") sessions.of(client)?.noteReason("CLIENT_INITIATED_DISCONNECT");
			const filters = packet.cmd === "subscribe" ? (packet.subscriptions?.length ?? 0) : 0;
			if (filters <= limits.filtersPerSubscribe) return;
			const reason = `SUBSCRIBE with ${filters} topic filters: the limit is ${limits.filtersPerSubscribe}`;
			cut({ plane: "limits", code: "too-many-filters", reason });
		},
		onOversize(bytes) {
			const reason = `A packet announced ${bytes} bytes: payloads are limited to ${limits.payload}`;
			cut({ plane: "limits", code: "packet-too-large", reason });
		},
		onFailure(error) {
			cut({ plane: "connect", code: "protocol-error", reason: `Connection closed: ${error.message}` });
		},
	});
}
