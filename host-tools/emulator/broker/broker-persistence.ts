import { Readable } from "node:stream";
import type { EmulatorClock } from "../clock.js";
import type { Store } from "../store/store.js";
import { MessageQueues, type PacketId, type QueuedPacket } from "./message-queues.js";
import { type RetainedMessage, RetainedMessages } from "./retained-messages.js";
import { StoredSessions, type StoredSubscription } from "./stored-sessions.js";
import { hasWildcard } from "./topics.js";

type ClientId = { readonly id: string };
type Will = { brokerId?: string; clientId?: string };

/**
 * aedes's persistence interface over our store, bounded, with AWS's rules for retained messages. Methods that do nothing are
 * those of QoS 2 and of clusters. What a method did is durable when it resolves, deliveries excepted: after a kill -9 a
 * message may come twice.
 */
export class BrokerPersistence {
	readonly sessions: StoredSessions;
	readonly retained: RetainedMessages;
	readonly #queues: MessageQueues;
	readonly #store: Store;
	readonly #onFullQueue: (clientId: string, topic: string) => void;
	readonly #wills = new Map<string, Will>();

	constructor(clock: EmulatorClock, store: Store, onFullQueue: (clientId: string, topic: string) => void) {
		this.#store = store;
		this.#onFullQueue = onFullQueue;
		this.#queues = new MessageQueues(store);
		this.retained = new RetainedMessages(store);
		this.sessions = new StoredSessions(clock, store, (clientId) => this.#queues.clear(clientId));
	}

	// aedes asks that this be an async function.
	async setup(): Promise<void> {}

	async storeRetained(packet: RetainedMessage): Promise<void> {
		this.retained.store(packet);
		await this.#store.durable();
	}

	/** Wildcard subscriptions get no retained messages (docs/aws-behaviour.md, "Retained messages"). */
	createRetainedStreamCombi(filters: readonly string[]): Readable {
		const found = filters.flatMap((filter) => (hasWildcard(filter) ? [] : (this.retained.get(filter) ?? [])));
		return Readable.from(found.map((message) => ({ cmd: "publish", retain: true, ...message })));
	}

	async addSubscriptions({ id }: ClientId, subscriptions: readonly StoredSubscription[]): Promise<void> {
		for (const { topic, qos } of subscriptions) this.sessions.add({ clientId: id, topic, qos });
		await this.#store.durable();
	}

	async removeSubscriptions({ id }: ClientId, topics: readonly string[]): Promise<void> {
		for (const topic of topics) this.sessions.remove(id, topic);
		await this.#store.durable();
	}

	async subscriptionsByClient({ id }: ClientId): Promise<{ topic: string; qos: number }[]> {
		return this.sessions.of(id).map(({ topic, qos }) => ({ topic, qos }));
	}

	async subscriptionsByTopic(topic: string): Promise<StoredSubscription[]> {
		return this.sessions.isEmpty ? [] : this.sessions.matching(topic);
	}

	/** A clean session starts: what was kept for this client id goes. */
	async cleanSubscriptions({ id }: ClientId): Promise<void> {
		this.sessions.end(id);
		this.#queues.clear(id);
		await this.#store.durable();
	}

	async outgoingEnqueue(subscription: { readonly clientId: string }, packet: QueuedPacket): Promise<void> {
		await this.outgoingEnqueueCombi([subscription], packet);
	}

	async outgoingEnqueueCombi(
		subscriptions: readonly { readonly clientId: string }[],
		packet: QueuedPacket,
	): Promise<void> {
		if (subscriptions.length === 0) return;
		for (const { clientId } of subscriptions) {
			if (!this.#queues.add(clientId, packet)) this.#onFullQueue(clientId, packet.topic);
		}
		await this.#store.durable();
	}

	async outgoingUpdate({ id }: ClientId, packet: PacketId): Promise<void> {
		this.#queues.update(id, packet);
	}

	async outgoingClearMessageId({ id }: ClientId, packet: PacketId): Promise<QueuedPacket | undefined> {
		return this.#queues.remove(id, packet);
	}

	outgoingStream({ id }: ClientId): Readable {
		return Readable.from(this.#queues.list(id));
	}

	async putWill({ id }: ClientId, will: Will): Promise<void> {
		will.clientId = id;
		this.#wills.set(id, will);
	}

	async getWill({ id }: ClientId): Promise<Will | undefined> {
		return this.#wills.get(id);
	}

	async delWill({ id }: ClientId): Promise<Will | undefined> {
		const will = this.#wills.get(id);
		this.#wills.delete(id);
		return will;
	}

	streamWill(): Readable {
		return Readable.from([]);
	}

	async incomingStorePacket(): Promise<void> {
		throw new Error("QoS 2 is not supported");
	}

	async incomingGetPacket(): Promise<never> {
		throw new Error("QoS 2 is not supported");
	}

	async incomingDelPacket(): Promise<void> {}

	async cleanIncoming(): Promise<void> {}
}
