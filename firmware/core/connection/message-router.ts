import type { MqttFragment } from "../../ports/mqtt-client.js";
import type { Cancel } from "../../ports/timer.js";

export interface MqttMessage {
	readonly topic: string;
	readonly payload: Uint8Array;
}

/** Who takes messages of some topics. */
export interface MessageHandler {
	/** A message on `topic` begins. Undefined: it is none of this handler's. Throws nothing. */
	begin(topic: string): MessageSink | undefined;
}

/** Takes one message, piece by piece. What is wrong with the message concerns its handler alone: nothing throws. */
export interface MessageSink {
	/** The piece is valid only during the call. */
	take(piece: Uint8Array): void;
	end(): void;
}

/** Hands the fragments of each incoming message to those who take its topic. What nobody takes is not kept. */
export class MessageRouter {
	readonly #handlers = new Set<MessageHandler>();
	/** Of the message that is coming in. */
	#sinks: readonly MessageSink[] = [];

	/** Returns what takes the handler out again. */
	add(handler: MessageHandler): Cancel {
		this.#handlers.add(handler);
		return () => this.#handlers.delete(handler);
	}

	/** Throws nothing. */
	take({ topic, payload, more }: MqttFragment): void {
		if (topic !== undefined) this.#sinks = [...this.#handlers].flatMap((handler) => handler.begin(topic) ?? []);
		const sinks = this.#sinks;
		if (!more) this.#sinks = [];
		for (const sink of sinks) sink.take(payload);
		if (more) return;
		for (const sink of sinks) sink.end();
	}
}
