import type { EmulatorClock } from "../../clock.js";
import type { Store } from "../../store/store.js";
import type { RowsFrom, Table } from "../../store/table.js";
import { limits } from "../limits.js";
import type { Message } from "./message.js";
import { type MessageProperties, propertiesFromJson, propertiesToJson, propertyBytes } from "./message-properties.js";

export interface RetainedMessage {
	readonly topic: string;
	readonly payload: Buffer;
	readonly qos: 0 | 1;
	/** When it came, in ms. */
	readonly lastModified: number;
	readonly properties?: MessageProperties | undefined;
	/** ms, emulator time; it is gone from then on. */
	readonly expiresAt?: number;
}

/** One message a topic, delivered to whoever subscribes to exactly that topic (docs/aws-behaviour.md, "Retained messages"). */
export class RetainedMessages {
	readonly #table: Table<RetainedMessage>;
	readonly #clock: EmulatorClock;
	#bytes = 0;

	constructor(store: Store, clock: EmulatorClock) {
		this.#clock = clock;
		this.#table = store.table<RetainedMessage>("retained", { encode, decode }, { orderOf: ({ topic }) => topic });
		for (const row of this.#table.values()) this.#bytes += bytesOf(row);
	}

	hasRoomFor(topic: string, payload: Uint8Array, properties?: MessageProperties): boolean {
		const present = this.get(topic);
		const topics = this.#table.size + (present === undefined ? 1 : 0);
		const bytes = this.#bytes + bytesOf({ payload, properties }) - (present === undefined ? 0 : bytesOf(present));
		return payload.length === 0 || (topics <= limits.retainedTopics && bytes <= limits.storedBytes);
	}

	/** An empty payload removes the topic's message. */
	store(message: Pick<Message, "topic" | "payload" | "qos" | "properties" | "expiresAt">): void {
		const { topic, payload, qos, properties, expiresAt } = message;
		// It throws when the store takes nothing more.
		this.#remove(topic);
		if (payload.length === 0) return;
		const row: RetainedMessage = {
			topic,
			// A copy: the payload may be a view of a whole chunk from the socket.
			payload: Buffer.from(payload),
			qos,
			lastModified: this.#clock.now(),
			...(properties && { properties }),
			...(expiresAt !== undefined && { expiresAt }),
		};
		this.#table.set(topic, row);
		this.#bytes += bytesOf(row);
	}

	/** By topic. */
	*list(range?: RowsFrom): Iterable<RetainedMessage> {
		for (const row of this.#table.inOrder(range)) if (!this.#isExpired(row)) yield row;
	}

	/** Forgets it when it has expired. */
	get(topic: string): RetainedMessage | undefined {
		const row = this.#table.get(topic);
		if (row === undefined || !this.#isExpired(row)) return row;
		this.#remove(topic);
		return undefined;
	}

	#remove(topic: string): void {
		const before = this.#table.get(topic);
		this.#table.delete(topic);
		if (before !== undefined) this.#bytes -= bytesOf(before);
	}

	#isExpired({ expiresAt }: RetainedMessage): boolean {
		return expiresAt !== undefined && expiresAt <= this.#clock.now();
	}
}

function bytesOf({
	payload,
	properties,
}: {
	readonly payload: Uint8Array;
	readonly properties?: MessageProperties | undefined;
}) {
	return payload.length + propertyBytes(properties);
}

function encode({ payload, properties, ...row }: RetainedMessage): unknown {
	return {
		...row,
		payload: payload.toString("base64"),
		...(properties && { properties: propertiesToJson(properties) }),
	};
}

function decode(json: unknown): RetainedMessage {
	const {
		payload,
		lastModified = 0,
		properties,
		...row
	} = json as Omit<RetainedMessage, "payload"> & {
		payload: string;
	};
	return {
		...row,
		lastModified,
		payload: Buffer.from(payload, "base64"),
		...(properties && { properties: propertiesFromJson(properties) }),
	};
}
