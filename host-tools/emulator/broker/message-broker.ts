import type { TLSSocket } from "node:tls";
import { Aedes, type AedesPublishPacket, type Client, type PublishPacket } from "aedes";
import type { Behaviour } from "../behaviour.js";
import type { EmulatorClock } from "../clock.js";
import type { RefusalJournal } from "../journal.js";
import type { Service } from "../services/service.js";
import type { Store } from "../store/store.js";
import { Admission } from "./admission.js";
import { authorizePublish } from "./authorize-publish.js";
import { authorizeSubscribe } from "./authorize-subscribe.js";
import { BrokerPersistence } from "./broker-persistence.js";
import { ClientPublish } from "./client-publish.js";
import type { ConnectionHub } from "./connections.js";
import { DirectReplies } from "./direct-replies.js";
import { followBroker } from "./follow-broker.js";
import { HangUps } from "./hang-ups.js";
import { limits } from "./limits.js";
import type { Principals, Problem } from "./principals.js";
import { ReservedRouter } from "./reserved-router.js";
import { SessionTable } from "./session-table.js";
import { watchPackets } from "./watch-packets.js";

export interface MessageBrokerOptions {
	readonly clock: EmulatorClock;
	readonly journal: RefusalJournal;
	/** Keeps retained messages, persistent sessions and what waits for them. */
	readonly store: Store;
	readonly principals: Principals;
	readonly connections: ConnectionHub;
	readonly services: readonly Service[];
	readonly behaviour: Pick<Required<Behaviour>, "denial" | "limitConnectRate">;
}

/** aedes with AWS's rules: who may connect, publish, subscribe and receive, and what becomes of reserved topics. */
export class MessageBroker {
	readonly #aedes: Aedes;
	readonly #sessions = new SessionTable();
	readonly #hangUps = new HangUps();
	readonly #replies = new DirectReplies();
	readonly #persistence: BrokerPersistence;
	readonly #journal: RefusalJournal;

	constructor(options: MessageBrokerOptions) {
		const { clock, journal, store } = options;
		this.#journal = journal;
		this.#persistence = new BrokerPersistence(clock, store, (clientId, target) => {
			const reason = `A QoS 1 message for the persistent session "${clientId}" was dropped: its queue is full`;
			journal.add({ plane: "limits", code: "queue-full", reason, clientId, target });
		});
		this.#aedes = new Aedes({
			persistence: this.#persistence,
			connectTimeout: limits.connectWait,
			drainTimeout: limits.drain,
			// Deny by default: the hooks below replace these.
			authenticate: (_client, _username, _password, callback) => callback(null, false),
			authorizeForward: () => null,
		});
		this.#hookConnect(options);
		this.#hookMessages(options);
		options.connections.deliverBy((topic, payload) => this.#publish(topic, payload));
	}

	/** To be called once, before the first connection. */
	async start(): Promise<void> {
		await this.#aedes.listen();
	}

	accept(socket: TLSSocket): void {
		const client = this.#aedes.handle(socket);
		watchPackets({ sessions: this.#sessions, hangUps: this.#hangUps, journal: this.#journal }, client);
	}

	/** Cuts the sessions that use a certificate. */
	cutCertificate(certificateId: string, { code, reason }: Problem): void {
		for (const session of this.#sessions.ofCertificate(certificateId)) {
			session.cut("AUTH_ERROR", { plane: "connect", code, reason });
		}
	}

	/** Cuts all sessions; resolves when the last is gone. */
	async cutAll(): Promise<void> {
		const open = this.#sessions.all();
		for (const session of open) session.cut("SERVER_INITIATED_DISCONNECT");
		await Promise.all(open.map(({ gone }) => gone));
	}

	async close(): Promise<void> {
		this.#persistence.sessions.close();
		await new Promise<void>((resolve) => this.#aedes.close(resolve));
	}

	#hookConnect({ principals, connections, clock, journal, behaviour }: MessageBrokerOptions): void {
		const sessions = this.#sessions;
		const hangUps = this.#hangUps;
		const storedSessions = this.#persistence.sessions;
		const admission = new Admission({ principals, sessions, hangUps, clock, journal, behaviour });
		const follower = followBroker(this.#aedes, { sessions, storedSessions, connections, hangUps, journal });
		this.#aedes.preConnect = (client, packet, callback) => {
			admission.admit(client, packet).then((session) => {
				// Without a session the connection is being hung up: the broker must not go on with it.
				if (session === undefined) return;
				if (!packet.clean) storedSessions.online(session.clientId);
				follower.began(session);
				callback(null, true);
			});
		};
		this.#aedes.authenticate = (client, _username, _password, callback) =>
			callback(null, sessions.of(client)?.isCut === false);
	}

	#hookMessages({ services, store, behaviour }: MessageBrokerOptions): void {
		const sessions = this.#sessions;
		const persistence = this.#persistence;
		const reserved = new ReservedRouter(services, this.#replies);
		const clientPublish = new ClientPublish(this.#aedes);
		this.#aedes.authorizePublish = authorizePublish({ sessions, reserved, persistence, clientPublish, store });
		this.#aedes.authorizeSubscribe = authorizeSubscribe({ sessions, reserved, denial: behaviour.denial });
		this.#aedes.authorizeForward = (client, packet) => (this.#mayForward(client, packet) ? packet : null);
	}

	#mayForward(client: Client, packet: AedesPublishPacket): boolean {
		const session = this.#sessions.of(client);
		if (session === undefined) return false;
		return this.#replies.isDirect(packet) ? !session.isCut : session.mayReceive(packet.topic);
	}

	#publish(topic: string, payload: Buffer): void {
		if (this.#aedes.closed) return;
		const packet: PublishPacket = { cmd: "publish", topic, payload, qos: 1, retain: false, dup: false };
		this.#aedes.publish(packet, () => {});
	}
}
