import type { Store } from "../../store/store.js";
import type { RowsFrom, Table } from "../../store/table.js";
import { limits } from "../limits.js";
import type { MessageProperties } from "./message-properties.js";

export interface RetainedMessage {
	readonly topic: string;
	readonly payload: Buffer;
	readonly qos: 0 | 1;
	/** When it came, in ms. */
	readonly lastModified: number;
	readonly properties?: MessageProperties;
}

/** One message a topic, delivered to whoever subscribes to exactly that topic (docs/aws-behaviour.md, "Retained messages"). */
export class RetainedMessages {
	readonly #table: Table<RetainedMessage>;
	#bytes = 0;

	constructor(store: Store) {
		const codec = {
			encode: (row: RetainedMessage) => ({ ...row, payload: row.payload.toString("base64") }),
			decode: (json: unknown) => {
				const { payload, lastModified = 0, ...row } = json as Omit<RetainedMessage, "payload"> & { payload: string };
				return { ...row, lastModified, payload: Buffer.from(payload, "base64") };
			},
		};
		this.#table = store.table<RetainedMessage>("retained", codec, { orderOf: ({ topic }) => topic });
		for (const { payload } of this.#table.values()) this.#bytes += payload.length;
	}

	hasRoomFor(topic: string, payload: Uint8Array): boolean {
		const present = this.#table.get(topic);
		const topics = this.#table.size + (present === undefined ? 1 : 0);
		const bytes = this.#bytes + payload.length - (present?.payload.length ?? 0);
		return payload.length === 0 || (topics <= limits.retainedTopics && bytes <= limits.storedBytes);
	}

	/** An empty payload removes the topic's message. */
	store({ topic, payload, qos }: Pick<RetainedMessage, "topic" | "payload" | "qos">, now: number): void {
		const before = this.#table.get(topic)?.payload.length ?? 0;
		// It throws when the store takes nothing more.
		this.#table.delete(topic);
		this.#bytes -= before;
		if (payload.length === 0) return;
		// A copy: the payload may be a view of a whole chunk from the socket.
		this.#table.set(topic, { topic, payload: Buffer.from(payload), qos, lastModified: now });
		this.#bytes += payload.length;
	}

	/** By topic. */
	list(range?: RowsFrom): Iterable<RetainedMessage> {
		return this.#table.inOrder(range);
	}

	get(topic: string): RetainedMessage | undefined {
		return this.#table.get(topic);
	}
}
