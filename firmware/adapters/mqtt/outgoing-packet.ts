import Client from "embedded:network/mqtt/client";
import type { Qos } from "../../ports/mqtt-client.js";

/**
 * Something to send in as many steps as the TCP window asks for.
 * `step` returns the window that is left, or undefined when it is too small for the next step: nothing was sent then.
 */
export interface OutgoingPacket {
	/** True when nothing is left to send. */
	readonly done: boolean;
	step(client: Client, window: number): number | undefined;
}

/** Fixed header of 5 bytes at most, length of the topic, packet id. */
const publishOverhead = 9;
const subscribeOverhead = 7;
/** Smaller fragments of a PUBLISH are not worth a TLS record; wait for a larger window. */
const smallestFragment = 128;

/** SUBSCRIBE has to fit the window as a whole. */
export class SubscribePacket implements OutgoingPacket {
	readonly #id: number;
	readonly #items: readonly { topic: string; QoS: Qos }[];
	#done = false;

	constructor(id: number, topics: readonly string[], qos: Qos) {
		this.#id = id;
		this.#items = topics.map((topic) => ({ topic, QoS: qos }));
	}

	get done(): boolean {
		return this.#done;
	}

	step(client: Client, window: number): number | undefined {
		const length = this.#items.reduce((sum, { topic }) => sum + 3 + byteLength(topic), subscribeOverhead);
		if (length > window) return undefined;
		this.#done = true;
		return client.write(null, { operation: Client.SUBSCRIBE, id: this.#id, items: this.#items });
	}
}

/** PUBLISH, cut where the window ends. */
export class PublishPacket implements OutgoingPacket {
	readonly #id: number;
	readonly #topic: string;
	readonly #payload: Uint8Array;
	readonly #qos: Qos;
	#offset = 0;
	#started = false;

	/** `id` is ignored with QoS 0. */
	constructor(id: number, topic: string, payload: Uint8Array, qos: Qos) {
		this.#id = id;
		this.#topic = topic;
		this.#payload = payload;
		this.#qos = qos;
	}

	get done(): boolean {
		return this.#started && this.#offset === this.#payload.byteLength;
	}

	step(client: Client, window: number): number | undefined {
		const room = this.#started ? window : window - publishOverhead - byteLength(this.#topic);
		const left = this.#payload.byteLength - this.#offset;
		if (room < Math.min(left, smallestFragment)) return undefined;
		const fragment = this.#payload.slice(this.#offset, this.#offset + room);
		this.#offset += fragment.byteLength;
		if (this.#started) return client.write(fragment);
		this.#started = true;
		return client.write(fragment, {
			operation: Client.PUBLISH,
			id: this.#id,
			topic: this.#topic,
			QoS: this.#qos,
			byteLength: this.#payload.byteLength,
		});
	}
}

function byteLength(text: string): number {
	return ArrayBuffer.fromString(text).byteLength;
}
