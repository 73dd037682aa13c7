import type { Refusal, RefusalJournal } from "../../journal.js";
import type { SessionAuthorizer } from "../../policy/session-authorizer.js";
import type { ProtocolVersion } from "../codec/client-packet.js";
import type { PublishEncoder } from "../codec/publish-encoder.js";
import type { ClientConnection, Overrun } from "../connection/client-connection.js";
import type { SocketEnds } from "../connection/peer.js";
import type { Connection, ConnectionFacts, DisconnectReason } from "../connections.js";
import { limits } from "../limits.js";
import type { Message } from "../routing/message.js";
import { filterMatches } from "../topics.js";
import { encodeFarewell } from "./farewell.js";
import { type Outgoing, OutgoingMessages } from "./outgoing-messages.js";
import type { PersistentSession, Recipient } from "./persistent-session.js";
import type { Refused } from "./refused.js";
import type { LastWill, NewSession } from "./session-options.js";
import type { SessionTerms } from "./session-terms.js";
import { TopicAliases } from "./topic-aliases.js";

/** Topics whose denied delivery is in the journal, each once. */
const rememberedTopics = 512;

/** What all sessions have in common. */
export interface SessionParts {
	readonly journal: RefusalJournal;
	readonly encoder: PublishEncoder;
	/** ms, emulator time */
	readonly now: () => number;
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
	readonly terms: SessionTerms;
	/** ms, emulator time: of CONNACK. */
	connectedAt = 0;
	/** From CONNACK on. */
	isEstablished = false;
	/** Requests on reserved topics that are under way. */
	requests = 0;
	/** Packets of the client that wait for the store before they are acknowledged. */
	unacknowledged = 0;
	/** Undone at the end, e.g. an alarm. */
	cancelAlarm: (() => void) | undefined;
	/** What this session leaves behind when it ends; undefined for a clean one. */
	persistent: PersistentSession | undefined;
	/** Published at the end, DISCONNECT excepted. */
	will: LastWill | undefined;
	readonly #parts: SessionParts;
	readonly #ends: SocketEnds;
	readonly #outgoing: OutgoingMessages;
	#ownFilters: Map<string, 0 | 1> | undefined;
	#journaled: Set<string> | undefined;
	#aliases: TopicAliases | undefined;
	#reason: DisconnectReason | undefined;
	#ended = false;

	constructor(options: NewSession, parts: SessionParts) {
		this.connection = options.connection;
		this.clientId = options.clientId;
		this.principal = options.principal;
		this.certificateId = options.certificateId;
		this.authorizer = options.authorizer;
		this.ipAddress = options.ipAddress;
		this.#ends = options.ends;
		this.terms = options.terms;
		this.will = options.will;
		this.#parts = parts;
		this.#outgoing = new OutgoingMessages(this, options.terms.receiveMaximum);
	}

	get facts(): ConnectionFacts {
		const {
			keepAliveSeconds: keepAlive,
			cleanSession: isClean,
			sessionExpirySeconds: sessionExpiry,
			connectedAt,
		} = this;
		return { ...this.#ends, keepAlive, isClean, sessionExpiry, connectedAt };
	}

	get protocolVersion(): ProtocolVersion {
		return this.terms.protocolVersion;
	}

	get cleanSession(): boolean {
		return this.terms.cleanSession;
	}

	get keepAliveSeconds(): number {
		return this.terms.keepAliveSeconds;
	}

	get sessionExpirySeconds(): number {
		return this.persistent?.expirySeconds ?? 0;
	}

	/** Nothing of it is read, answered or delivered any more. */
	get hasEnded(): boolean {
		return this.#ended;
	}

	get isOnline(): boolean {
		return !this.#ended;
	}

	get disconnectReason(): DisconnectReason {
		return this.#reason ?? "CONNECTION_LOST";
	}

	/** filter → granted QoS */
	get filters(): Map<string, 0 | 1> {
		if (this.persistent !== undefined) return this.persistent.filters;
		this.#ownFilters ??= new Map();
		return this.#ownFilters;
	}

	/** Of a PUBLISH that has a topic alias. Throws a ProtocolError. */
	resolveTopic(alias: number, topic: string): string {
		this.#aliases ??= new TopicAliases();
		return this.#aliases.resolve(alias, topic);
	}

	/** Puts a refusal into the journal, with whom it concerns. */
	refuse({
		reasonCode,
		...refused
	}: Omit<Refusal, "time" | "clientId" | "certificateId"> & { reasonCode?: number }): void {
		const { clientId, certificateId } = this;
		this.#parts.journal.add({ ...refused, clientId, ...(certificateId !== undefined && { certificateId }) });
	}

	/** The words of a reason, for a client that wants to hear them. */
	reasonString(reason: string): string | undefined {
		const { wantsReasons, maximumPacketSize } = this.terms;
		const text = reason.slice(0, limits.reasonString);
		return wantsReasons && Buffer.byteLength(text) + 64 <= maximumPacketSize ? text : undefined;
	}

	/** Disconnects, with MQTT 3.1.1 without a packet; with `refused`, the journal says why. */
	cut(reason: DisconnectReason, refused?: Refused): void {
		if (this.#ended) return;
		if (refused !== undefined) this.refuse(refused);
		this.#end(reason, refused);
	}

	/** The first reason is the true one: what follows are its consequences. May be called twice. */
	end(reason: DisconnectReason): void {
		this.#end(reason, undefined);
	}

	/** The highest QoS at which `topic` is subscribed to; undefined when it is not. */
	subscribedQos(topic: string): 0 | 1 | undefined {
		let highest: 0 | 1 | undefined;
		for (const [filter, qos] of this.filters) {
			if (qos >= (highest ?? 0) && filterMatches(filter, topic)) highest = qos;
		}
		return highest;
	}

	/** What is denied is in the journal once a topic. */
	mayReceive(topic: string): boolean {
		if (this.authorizer.allows("iot:Receive", topic)) return true;
		const reason = () => this.authorizer.explain("iot:Receive", topic);
		this.#journalOnce(topic, { plane: "receive", code: "policy-denied", reason });
		return false;
	}

	/** A denied delivery is dropped. */
	deliver(message: Message, qos: 0 | 1): void {
		if (this.#ended) return;
		if (qos === 1) this.send({ message, wasSent: false });
		else if (this.mayReceive(message.topic)) this.#sendPublish(message, undefined, false);
	}

	send(entry: Outgoing): void {
		if (this.#ended) return;
		this.#outgoing.add(entry);
		if (this.#outgoing.waitingBytes > limits.unsentBytes)
			this.overrun("slow-subscriber", "The client does not acknowledge what it gets");
		else this.connection.hold(this.#outgoing.heldBytes);
	}

	/** A message to this client whether it has subscribed or not, whatever its policy says. */
	sendDirect(message: Message, qos: 0 | 1): void {
		if (this.#ended) return;
		if (qos === 0) this.#sendPublish(message, undefined, false);
		else this.send({ message, wasSent: false, isDirect: true });
	}

	acknowledged(messageId: number): void {
		this.#outgoing.acknowledge(messageId);
		this.connection.hold(this.#outgoing.heldBytes);
	}

	/** The client does not take what is sent to it, or leaves too much half sent: it must not cost the others anything. */
	overrun(code: Overrun, reason: string): void {
		this.cut("CLIENT_ERROR", { plane: "limits", code, reason: `Connection closed: ${reason}` });
	}

	/** False when the message is not for this client, or not any more. */
	sendQos1({ message, wasSent, isDirect }: Outgoing, messageId: number): boolean {
		if (!isDirect && !this.mayReceive(message.topic)) return false;
		return this.#sendPublish(message, messageId, wasSent);
	}

	#end(reason: DisconnectReason, refused: Refused | undefined): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#reason = reason;
		this.cancelAlarm?.();
		this.#outgoing.close();
		const farewell = this.isEstablished ? encodeFarewell(this, reason, refused) : undefined;
		if (farewell !== undefined) this.connection.send(farewell);
		this.connection.hangUp();
		this.#parts.onEnd(this);
	}

	#sendPublish(message: Message, messageId: number | undefined, dup: boolean): boolean {
		const { encoder, now } = this.#parts;
		const { protocolVersion: version, maximumPacketSize } = this.terms;
		const expiry = message.expiresAt === undefined ? undefined : Math.ceil((message.expiresAt - now()) / 1000);
		if (expiry !== undefined && expiry <= 0) return false;
		const bytes = encoder.encode(message, { version, messageId, dup, retain: message.retain, expiry });
		if (bytes.length > maximumPacketSize) {
			const reason = `A packet has ${bytes.length} bytes, the client takes ${maximumPacketSize}`;
			this.#journalOnce(message.topic, { plane: "limits", code: "packet-too-large", reason });
			return false;
		}
		this.connection.send(bytes);
		return true;
	}

	#journalOnce(topic: string, refused: Omit<Refused, "reason"> & { reason: string | (() => string) }): void {
		this.#journaled ??= new Set();
		if (this.#journaled.has(topic) || this.#journaled.size >= rememberedTopics) return;
		this.#journaled.add(topic);
		const reason = typeof refused.reason === "string" ? refused.reason : refused.reason();
		this.refuse({ ...refused, reason: `Not delivered: ${reason}`, target: topic });
	}
}
