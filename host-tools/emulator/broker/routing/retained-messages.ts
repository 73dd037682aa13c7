import type { Store } from "../../store/store.js";
import type { Table } from "../../store/table.js";
import { limits } from "../limits.js";

export interface RetainedMessage {
	readonly topic: string;
	readonly payload: Buffer;
	readonly qos: 0 | 1;
}

/** One message a topic, delivered to whoever subscribes to exactly that topic (docs/aws-behaviour.md, "Retained messages"). */
export class RetainedMessages {
	readonly #table: Table<RetainedMessage>;
	#bytes = 0;

	constructor(store: Store) {
		this.#table = store.table<RetainedMessage>("retained", {
			encode: ({ topic, payload, qos }) => ({ topic, payload: payload.toString("base64"), qos }),
			decode: (json) => {
				const { topic, payload, qos } = json as { topic: string; payload: string; qos: 0 | 1 };
				return { topic, payload: Buffer.from(payload, "base64"), qos };
			},
		});
		for (const { payload } of this.#table.values()) this.#bytes += payload.length;
	}

	hasRoomFor(topic: string, payload: Uint8Array): boolean {
		const present = this.#table.get(topic);
		const topics = this.#table.size + (present === undefined ? 1 : 0);
		const bytes = this.#bytes + payload.length - (present?.payload.length ?? 0);
		return payload.length === 0 || (topics <= limits.retainedTopics && bytes <= limits.storedBytes);
	}

	/** An empty payload removes the topic's message. */
	store({ topic, payload, qos }: RetainedMessage): void {
		const before = this.#table.get(topic)?.payload.length ?? 0;
		// It throws when the store takes nothing more.
		this.#table.delete(topic);
		this.#bytes -= before;
		if (payload.length === 0) return;
		// A copy: the payload may be a view of a whole chunk from the socket.
		this.#table.set(topic, { topic, payload: Buffer.from(payload), qos });
		this.#bytes += payload.length;
	}

	get(topic: string): RetainedMessage | undefined {
		return this.#table.get(topic);
	}
}
