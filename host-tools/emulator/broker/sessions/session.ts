import type { Refusal, RefusalJournal, RefusalPlane } from "../../journal.js";
import type { SessionAuthorizer } from "../../policy/session-authorizer.js";
import type { ClientConnection } from "../connection/client-connection.js";
import type { Connection, ConnectionFacts, DisconnectReason } from "../connections.js";
import { limits } from "../limits.js";
import { encodePublish, type Message } from "../routing/message.js";
import { filterMatches } from "../topics.js";
import { type Outgoing, OutgoingMessages } from "./outgoing-messages.js";
import type { PersistentSession, Recipient } from "./persistent-session.js";

/** Topics whose denied delivery is in the journal, each once. */
const rememberedTopics = 512;

export interface Refused {
	readonly plane: RefusalPlane;
	readonly code: string;
	readonly reason: string;
	readonly target?: string;
}

export interface LastWill extends Pick<Message, "topic" | "payload"> {
	readonly qos: 0 | 1;
	readonly retain: boolean;
}

export interface SessionOptions {
	readonly connection: ClientConnection;
	readonly clientId: string;
	readonly principal: string;
	readonly certificateId: string | undefined;
	readonly authorizer: SessionAuthorizer;
	readonly journal: RefusalJournal;
	readonly ipAddress: string;
	readonly facts: ConnectionFacts;
	readonly will: LastWill | undefined;
	/** Called once, when nothing more is to be read from or sent to the client. */
	readonly onEnd: (session: Session) => void;
}

/** One accepted CONNECT, until its end. */
export class Session implements Connection, Recipient {
	readonly connection: ClientConnection;
	readonly clientId: string;
	readonly principal: string;
	readonly certificateId: string | undefined;
	readonly authorizer: SessionAuthorizer;
	readonly ipAddress: string;
	readonly facts: ConnectionFacts;
	/** From CONNACK on. */
	isEstablished = false;
	/** Requests on reserved topics that are under way. */
	requests = 0;
	/** Packets of the client that wait for the store before they are acknowledged. */
	unacknowledged = 0;
	/** Undone at the end, e.g. an alarm. */
	cancelAlarm: () => void = () => {};
	/** What this session leaves behind when it ends; undefined for a clean one. */
	persistent: PersistentSession | undefined;
	/** Published at the end, DISCONNECT excepted. */
	will: LastWill | undefined;
	readonly #options: SessionOptions;
	readonly #ownFilters = new Map<string, 0 | 1>();
	readonly #outgoing = new OutgoingMessages((entry, messageId) => this.#sendQos1(entry, messageId));
	readonly #journaled = new Set<string>();
	#reason: DisconnectReason | undefined;
	#ended = false;

	constructor(options: SessionOptions) {
		this.connection = options.connection;
		this.clientId = options.clientId;
		this.principal = options.principal;
		this.certificateId = options.certificateId;
		this.authorizer = options.authorizer;
		this.ipAddress = options.ipAddress;
		this.facts = options.facts;
		this.will = options.will;
		this.#options = options;
	}

	/** Nothing of it is read, answered or delivered any more. */
	get hasEnded(): boolean {
		return this.#ended;
	}

	get disconnectReason(): DisconnectReason {
		return this.#reason ?? "CONNECTION_LOST";
	}

	/** filter → granted QoS */
	get filters(): Map<string, 0 | 1> {
		return this.persistent?.filters ?? this.#ownFilters;
	}

	/** Puts a refusal into the journal, with whom it concerns. */
	refuse(refused: Omit<Refusal, "time" | "clientId" | "certificateId">): void {
		const { clientId, certificateId } = this;
		this.#options.journal.add({ ...refused, clientId, ...(certificateId !== undefined && { certificateId }) });
	}

	/** Disconnects without a packet; with `refused`, the journal says why. */
	cut(reason: DisconnectReason, refused?: Refused): void {
		if (this.#ended) return;
		if (refused !== undefined) this.refuse(refused);
		this.end(reason);
	}

	/** The first reason is the true one: what follows are its consequences. May be called twice. */
	end(reason: DisconnectReason): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#reason = reason;
		this.cancelAlarm();
		this.#outgoing.close();
		this.connection.hangUp();
		this.#options.onEnd(this);
	}

	/** The highest QoS at which `topic` is subscribed to; undefined when it is not. */
	subscribedQos(topic: string): 0 | 1 | undefined {
		let highest: 0 | 1 | undefined;
		for (const [filter, qos] of this.filters) {
			if (qos >= (highest ?? 0) && filterMatches(filter, topic)) highest = qos;
		}
		return highest;
	}

	/** A denied delivery is dropped, and in the journal once a topic. */
	deliver(message: Message, qos: 0 | 1): void {
		if (this.#ended) return;
		if (qos === 1) this.send({ message, wasSent: false });
		else if (this.#mayReceive(message.topic)) this.connection.send(encodePublish(message, undefined));
	}

	send(entry: Outgoing): void {
		if (this.#ended) return;
		this.#outgoing.add(entry);
		if (this.#outgoing.waitingBytes > limits.unsentBytes) this.overrun("The client does not acknowledge what it gets");
		else this.connection.hold(this.#outgoing.heldBytes);
	}

	/** A message to this client whether it has subscribed or not, whatever its policy says. */
	sendDirect(message: Message, qos: 0 | 1): void {
		if (this.#ended) return;
		if (qos === 0) this.connection.send(encodePublish(message, undefined));
		else this.send({ message, wasSent: false, isDirect: true });
	}

	acknowledged(messageId: number): void {
		this.#outgoing.acknowledge(messageId);
		this.connection.hold(this.#outgoing.heldBytes);
	}

	/** The client does not take what is sent to it: it must not cost the others anything. */
	overrun(reason: string): void {
		this.cut("CLIENT_ERROR", { plane: "limits", code: "slow-subscriber", reason: `Connection closed: ${reason}` });
	}

	#sendQos1(entry: Outgoing, messageId: number): boolean {
		const { message, wasSent, isDirect } = entry;
		if (!isDirect && !this.#mayReceive(message.topic)) return false;
		this.connection.send(encodePublish(message, { messageId, dup: wasSent }));
		return true;
	}

	#mayReceive(topic: string): boolean {
		if (this.authorizer.allows("iot:Receive", topic)) return true;
		this.#journalOnce(topic);
		return false;
	}

	#journalOnce(topic: string): void {
		if (this.#journaled.has(topic) || this.#journaled.size >= rememberedTopics) return;
		this.#journaled.add(topic);
		const reason = `Not delivered: ${this.authorizer.explain("iot:Receive", topic)}`;
		this.refuse({ plane: "receive", code: "policy-denied", reason, target: topic });
	}
}
