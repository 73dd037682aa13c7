import type { Message } from "./message.js";
import { SubscriptionTree } from "./subscription-tree.js";

/** Who gets messages: a session, or one that outlives its connection. */
export interface Subscriber {
	/** `qos` is the lower one of the message's and the subscription's. Must not throw. */
	deliver(message: Message, qos: 0 | 1): void;
}

/** Brings messages to those who subscribed. */
export class MessageRouter {
	readonly subscriptions = new SubscriptionTree<Subscriber>();
	readonly #waiting: Message[] = [];
	#busy = false;

	/**
	 * Delivers to all subscribers before it returns; when it is called while it delivers, as a session that is cut publishes its
	 * will, after that.
	 */
	publish(message: Message): void {
		this.#waiting.push(message);
		if (this.#busy) return;
		this.#busy = true;
		try {
			for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) this.#deliver(next);
		} finally {
			this.#busy = false;
		}
	}

	#deliver(message: Message): void {
		for (const [subscriber, qos] of this.subscriptions.match(message.topic)) {
			subscriber.deliver(message, qos < message.qos ? qos : message.qos);
		}
	}
}
