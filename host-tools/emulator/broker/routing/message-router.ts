import type { Message } from "./message.js";
import type { SharedGroup } from "./shared-group.js";
import { isNoLocal, isRetainAsPublished, qosOf } from "./subscription-options.js";
import { SubscriptionTree } from "./subscription-tree.js";

/** Who gets messages: a session, or one that outlives its connection. */
export interface Subscriber {
	readonly clientId: string;
	/** Whether what is delivered now is sent now. */
	readonly isOnline: boolean;
	/** Whether its policies let it receive messages on the topic, as far as that is known. */
	mayReceive(topic: string): boolean;
	/** `qos` is the lower one of the message's and the subscription's. Must not throw. */
	deliver(message: Message, qos: 0 | 1): void;
}

interface Waiting {
	readonly message: Message;
	/** Client id of who published it. */
	readonly from: string | undefined;
}

/** Brings messages to those who subscribed. */
export class MessageRouter {
	readonly subscriptions = new SubscriptionTree<Subscriber>();
	readonly #waiting: Waiting[] = [];
	#busy = false;

	/**
	 * Delivers to all subscribers before it returns; when it is called while it delivers, as a session that is cut publishes its
	 * will, after that. Who asked for it sees `message.retain`.
	 */
	publish(message: Message, from?: string): void {
		if (this.#busy) {
			this.#waiting.push({ message, from });
			return;
		}
		this.#busy = true;
		try {
			this.#deliver(message, from);
			for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
				this.#deliver(next.message, next.from);
			}
		} finally {
			this.#busy = false;
		}
	}

	#deliver(message: Message, from: string | undefined): void {
		const plain = message.retain ? { ...message, retain: false } : message;
		const pick = (group: SharedGroup<Subscriber>) => pickMember(group, message);
		for (const [subscriber, options] of this.subscriptions.match(message.topic, pick)) {
			if (isNoLocal(options) && subscriber.clientId === from) continue;
			const qos = qosOf(options);
			subscriber.deliver(isRetainAsPublished(options) ? message : plain, qos < message.qos ? qos : message.qos);
		}
	}
}

/** In turn among those who may; those who are away only while nobody is there, and what can wait (docs/aws-behaviour.md, "Shared subscriptions"). */
function pickMember(group: SharedGroup<Subscriber>, { topic, qos }: Message): Subscriber | undefined {
	return (
		group.pick((member) => member.isOnline && member.mayReceive(topic)) ??
		group.pick((member, options) => qos === 1 && qosOf(options) === 1 && member.mayReceive(topic))
	);
}
