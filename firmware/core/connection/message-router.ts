import { DeviceError, toDeviceError } from "../../ports/errors.js";
import type { MqttFragment } from "../../ports/mqtt-client.js";
import type { Cancel } from "../../ports/timer.js";

export interface MqttMessage {
	readonly topic: string;
	readonly payload: Uint8Array;
}

/** Who takes messages of some topics. */
export interface MessageHandler {
	/** Longest payload on `topic` this handler takes, bytes; undefined: the topic is none of its own. */
	limit(topic: string): number | undefined;
	/** May throw about the message: that is told to this handler's `onFailure`, and concerns nobody else. */
	onMessage(message: MqttMessage): void;
	/** `reply-too-large`, or what `onMessage` threw. Throws nothing. */
	onFailure(topic: string, error: DeviceError): void;
}

/**
 * Puts the fragments of incoming messages together, for those handlers alone that take them: a message that nobody takes, or beyond
 * everybody's limit, is skipped without being kept.
 */
export class MessageRouter {
	readonly #handlers = new Set<MessageHandler>();
	#topic: string | undefined;
	#parts: Uint8Array[] = [];
	#length = 0;
	/** The largest limit of those who take the message that is coming in, bytes. */
	#limit = 0;

	/** Returns what takes the handler out again. */
	add(handler: MessageHandler): Cancel {
		this.#handlers.add(handler);
		return () => this.#handlers.delete(handler);
	}

	/** Throws nothing. */
	take({ topic, payload, more }: MqttFragment): void {
		if (topic !== undefined) this.#begin(topic);
		// The rest of a message that is being skipped.
		if (this.#topic === undefined) return;
		this.#length += payload.length;
		if (this.#length <= this.#limit) this.#parts.push(payload.slice());
		if (!more || this.#length > this.#limit) this.#finish(this.#topic);
	}

	#begin(topic: string): void {
		const limits = [...this.#handlers].flatMap((handler) => handler.limit(topic) ?? []);
		this.#forget();
		this.#topic = limits.length === 0 ? undefined : topic;
		this.#limit = Math.max(0, ...limits);
	}

	#finish(topic: string): void {
		const length = this.#length;
		const payload = length <= this.#limit ? join(this.#parts, length) : undefined;
		this.#forget();
		for (const handler of [...this.#handlers]) {
			const limit = this.#handlers.has(handler) ? handler.limit(topic) : undefined;
			if (limit === undefined) continue;
			if (payload && length <= limit) deliver(handler, { topic, payload });
			else handler.onFailure(topic, tooLarge(topic, limit));
		}
	}

	#forget(): void {
		this.#topic = undefined;
		this.#parts = [];
		this.#length = 0;
		this.#limit = 0;
	}
}

function deliver(handler: MessageHandler, message: MqttMessage): void {
	try {
		handler.onMessage(message);
	} catch (thrown) {
		handler.onFailure(message.topic, toDeviceError(thrown));
	}
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
	const [only] = parts;
	if (only && parts.length === 1) return only;
	const payload = new Uint8Array(length);
	let offset = 0;
	for (const part of parts) {
		payload.set(part, offset);
		offset += part.length;
	}
	return payload;
}

/** `reply-too-large` */
export function tooLarge(topic: string, limit: number): DeviceError {
	return new DeviceError("reply-too-large", `A message on "${topic}" has more than ${limit} bytes`);
}
