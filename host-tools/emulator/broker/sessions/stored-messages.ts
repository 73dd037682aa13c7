import type { Store } from "../../store/store.js";
import type { Table } from "../../store/table.js";
import { limits } from "../limits.js";
import { heldBytes, type Message } from "../routing/message.js";
import { propertiesFromJson, propertiesToJson } from "../routing/message-properties.js";

/** A QoS 1 message that waits for a persistent session. */
export interface StoredMessage {
	readonly clientId: string;
	/** Counts the messages of all sessions. */
	readonly sequence: number;
	readonly message: Message;
}

/** The messages that wait for persistent sessions, on disk where the store is. */
export class StoredMessages {
	readonly #table: Table<StoredMessage>;
	#sequence = 0;
	#bytes = 0;

	constructor(store: Store) {
		this.#table = store.table<StoredMessage>("queued", { encode, decode });
		for (const { sequence, message } of this.#table.values()) {
			this.#sequence = Math.max(this.#sequence, sequence + 1);
			this.#bytes += heldBytes(message);
		}
	}

	/** Those the store had, oldest first. */
	all(): StoredMessage[] {
		return [...this.#table.values()].sort((a, b) => a.sequence - b.sequence);
	}

	/** Undefined when there is no room for it. Throws the store's error. */
	add(clientId: string, message: Message): StoredMessage | undefined {
		if (this.#bytes + heldBytes(message) > limits.storedBytes) return undefined;
		// A copy: the payload may be a view of a whole chunk from the socket.
		const payload = Buffer.from(message.payload);
		const stored = { clientId, sequence: this.#sequence++, message: { ...message, payload } };
		this.#table.set(key(stored), stored);
		this.#bytes += heldBytes(message);
		return stored;
	}

	/** May be called twice. */
	remove(stored: StoredMessage): void {
		if (this.#table.delete(key(stored))) this.#bytes -= heldBytes(stored.message);
	}
}

function key({ clientId, sequence }: StoredMessage): string {
	return `${sequence} ${clientId}`;
}

function encode({ clientId, sequence, message }: StoredMessage): unknown {
	const { topic, payload, qos, retain, properties, expiresAt } = message;
	return {
		clientId,
		sequence,
		topic,
		payload: payload.toString("base64"),
		qos,
		...(retain && { retain }),
		...(properties && { properties: propertiesToJson(properties) }),
		...(expiresAt !== undefined && { expiresAt }),
	};
}

function decode(json: unknown): StoredMessage {
	const { clientId, sequence, topic, payload, retain, properties, expiresAt } = json as Record<
		"clientId" | "topic" | "payload",
		string
	> & { sequence: number; retain?: boolean; properties?: unknown; expiresAt?: number };
	const message: Message = {
		topic,
		payload: Buffer.from(payload, "base64"),
		qos: 1,
		retain: retain ?? false,
		...(properties !== undefined && { properties: propertiesFromJson(properties) }),
		...(expiresAt !== undefined && { expiresAt }),
	};
	return { clientId, sequence, message };
}
