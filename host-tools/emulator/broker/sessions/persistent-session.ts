import type { SessionAuthorizer } from "../../policy/session-authorizer.js";
import { limits } from "../limits.js";
import type { Message } from "../routing/message.js";
import type { Subscriber } from "../routing/message-router.js";
import type { Outgoing } from "./outgoing-messages.js";
import type { StoredMessage, StoredMessages } from "./stored-messages.js";

export interface PersistentSessionParts {
	readonly clientId: string;
	readonly expirySeconds: number;
	/** ms, emulator time */
	readonly now: () => number;
	readonly messages: StoredMessages;
	/** Hears why a QoS 1 message for this session was dropped. */
	readonly onLost: (topic: string, why: string) => void;
}

/** The client's connection, as long as it has one. */
export interface Recipient extends Subscriber {
	/** It knows the client's rights after its end, too. */
	readonly authorizer: Pick<SessionAuthorizer, "allows">;
	/** As `deliver` at QoS 1, for a message whose end is waited for. */
	send(entry: Outgoing): void;
}

/** What outlives the connections of a client that said `clean session` = 0: its subscriptions and the QoS 1 messages for it. */
export class PersistentSession implements Subscriber {
	readonly clientId: string;
	/** filter → granted QoS */
	readonly filters = new Map<string, 0 | 1>();
	/** For which it is kept once its connection is over. */
	expirySeconds: number;
	readonly #parts: PersistentSessionParts;
	readonly #queue = new Map<Outgoing, StoredMessage>();
	#connected: Recipient | undefined;
	/** Of the connection that is there, or was last; undefined before the first since the emulator began. */
	#authorizer: Recipient["authorizer"] | undefined;

	constructor(parts: PersistentSessionParts) {
		this.clientId = parts.clientId;
		this.expirySeconds = parts.expirySeconds;
		this.#parts = parts;
	}

	get isOnline(): boolean {
		return this.#connected !== undefined;
	}

	mayReceive(topic: string): boolean {
		if (this.#connected !== undefined) return this.#connected.mayReceive(topic);
		return this.#authorizer?.allows("iot:Receive", topic) ?? true;
	}

	/** Takes a message that the store had. */
	restore(stored: StoredMessage): Outgoing {
		const entry: Outgoing = {
			message: stored.message,
			wasSent: false,
			isStored: true,
			onSettled: () => this.#settle(entry),
		};
		this.#queue.set(entry, stored);
		return entry;
	}

	deliver(message: Message, qos: 0 | 1): void {
		if (qos === 0) this.#connected?.deliver(message, 0);
		else this.#store(message);
	}

	/** Sends what waits, and from now on what comes. */
	connect(recipient: Recipient): void {
		this.#connected = recipient;
		this.#authorizer = recipient.authorizer;
		for (const entry of [...this.#queue.keys()]) recipient.send(entry);
	}

	/** `recipient` is over; a newer one may be connected already. */
	disconnect(recipient: Recipient): void {
		if (this.#connected === recipient) this.#connected = undefined;
	}

	/** Forgets the messages. */
	clear(): void {
		for (const entry of [...this.#queue.keys()]) this.#settle(entry);
	}

	#store(message: Message): void {
		const { clientId, messages, onLost } = this.#parts;
		try {
			if (this.#queue.size >= limits.queuedMessages) this.#dropExpired();
			const stored = this.#queue.size < limits.queuedMessages ? messages.add(clientId, message) : undefined;
			if (stored === undefined) onLost(message.topic, "its queue is full");
			else {
				const entry = this.restore(stored);
				this.#connected?.send(entry);
			}
		} catch (error) {
			onLost(message.topic, (error as Error).message);
		}
	}

	#dropExpired(): void {
		const now = this.#parts.now();
		for (const entry of [...this.#queue.keys()]) {
			const { expiresAt } = entry.message;
			if (expiresAt !== undefined && expiresAt <= now && !entry.wasSent) this.#settle(entry);
		}
	}

	#settle(entry: Outgoing): void {
		const stored = this.#queue.get(entry);
		if (stored === undefined) return;
		this.#queue.delete(entry);
		this.#parts.messages.remove(stored);
	}
}
