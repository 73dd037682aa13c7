import type { EmulatorClock } from "../clock.js";
import type { RefusalJournal } from "../journal.js";
import type { Service } from "../services/service.js";
import type { Store } from "../store/store.js";
import type { BrokerParts } from "./broker-parts.js";
import { brokerSide } from "./broker-side.js";
import { ClientHandler } from "./client-handler.js";
import { PublishEncoder } from "./codec/publish-encoder.js";
import { Backlog } from "./connection/backlog.js";
import type { ByteStream } from "./connection/byte-stream.js";
import type { ClientConnection, SharedByConnections } from "./connection/client-connection.js";
import { Outboxes } from "./connection/outbox.js";
import type { Peer } from "./connection/peer.js";
import type { ConnectionHub } from "./connections.js";
import { limits } from "./limits.js";
import { ConnectRate } from "./packets/connect-rate.js";
import type { ConnectParts } from "./packets/handle-connect.js";
import { publishWill } from "./packets/handle-publish.js";
import type { Principals, Problem } from "./principals.js";
import { MessageRouter } from "./routing/message-router.js";
import { ReservedRouter } from "./routing/reserved-router.js";
import { RetainedMessages } from "./routing/retained-messages.js";
import { DelayedWills } from "./sessions/delayed-wills.js";
import { PersistentSessions } from "./sessions/persistent-sessions.js";
import { Session, type SessionParts } from "./sessions/session.js";
import type { LastWill } from "./sessions/session-options.js";
import { SessionTable } from "./sessions/session-table.js";

export interface MessageBrokerOptions {
	readonly clock: EmulatorClock;
	readonly journal: RefusalJournal;
	/** Keeps retained messages, persistent sessions and what waits for them. */
	readonly store: Store;
	readonly principals: Principals;
	readonly connections: ConnectionHub;
	readonly services: readonly Service[];
	readonly behaviour: BrokerParts["behaviour"];
}

/** MQTT with AWS's rules: who may connect, publish, subscribe and receive, and what becomes of reserved topics. */
export class MessageBroker {
	readonly #parts: ConnectParts;
	readonly #shared: SharedByConnections = {
		backlog: new Backlog(limits.unsentBytesOfAll),
		outboxes: new Outboxes(),
		gone: (connection) => this.#gone(connection),
	};
	readonly #clients = new Set<ClientConnection>();
	/** Called when the last client is gone, once all are being ended. */
	#onLastGone: (() => void) | undefined;

	constructor(options: MessageBrokerOptions) {
		const { clock, journal, store, services, connections } = options;
		const router = new MessageRouter();
		const persistent = new PersistentSessions({
			clock,
			store,
			subscriptions: router.subscriptions,
			onLost(clientId, target, why) {
				const reason = `A QoS 1 message for the persistent session "${clientId}" was dropped: ${why}`;
				journal.add({ plane: "limits", code: "queue-full", reason, clientId, target });
			},
		});
		const parts: SessionParts = {
			journal,
			encoder: new PublishEncoder(),
			now: () => clock.now(),
			onEnd: (session) => this.#ended(session),
		};
		this.#parts = {
			...options,
			sessions: new SessionTable(),
			persistent,
			router,
			reserved: new ReservedRouter(services),
			retained: new RetainedMessages(store, clock),
			wills: new DelayedWills(clock),
			connectRate: new ConnectRate(clock),
			makeSession: (session) => new Session(session, parts),
		};
		connections.serveBy(brokerSide(this.#parts));
	}

	/** Takes a client whose handshake is over. */
	accept(stream: ByteStream, peer: Peer): void {
		const { connection } = new ClientHandler(this.#parts, { stream, peer }, this.#shared);
		this.#clients.add(connection);
	}

	/** Cuts the sessions that use a certificate. */
	cutCertificate(certificateId: string, { code, reason }: Problem): void {
		for (const session of this.#parts.sessions.ofCertificate(certificateId)) {
			session.cut("AUTH_ERROR", { plane: "connect", code, reason });
		}
	}

	/** Ends all connections; resolves when the last is gone. */
	async cutAll(): Promise<void> {
		for (const session of this.#parts.sessions.all()) session.end("SERVER_INITIATED_DISCONNECT");
		for (const client of this.#clients) client.hangUp();
		await new Promise<void>((resolve) => {
			if (this.#clients.size === 0) resolve();
			else this.#onLastGone = resolve;
		});
	}

	close(): void {
		this.#parts.persistent.close();
		this.#parts.wills.close();
	}

	#gone(connection: ClientConnection): void {
		this.#clients.delete(connection);
		if (this.#clients.size === 0) this.#onLastGone?.();
	}

	#ended(session: Session): void {
		const { sessions, persistent, router, connections, wills } = this.#parts;
		const { will, clientId, sessionExpirySeconds } = session;
		sessions.remove(session);
		if (session.persistent === undefined) {
			for (const filter of session.filters.keys()) router.subscriptions.remove(filter, session);
		} else {
			session.persistent.disconnect(session);
			persistent.left(clientId);
		}
		if (!session.isEstablished) return;
		connections.report((listener) => listener.disconnected?.(session, session.disconnectReason));
		if (will === undefined) return;
		// A will waits no longer than its session lasts.
		const delay = Math.min(will.delaySeconds, sessionExpirySeconds);
		wills.add(clientId, delay, () => this.#publishWill(session, will));
	}

	#publishWill(session: Session, will: LastWill): void {
		try {
			publishWill(this.#parts, session, will);
		} catch (error) {
			const { clientId } = session;
			const reason = `The last will of "${clientId}" could not be published: ${(error as Error).message}`;
			this.#parts.journal.add({ plane: "limits", code: "internal-failure", reason, clientId });
		}
	}
}
