import type { EmulatorClock } from "../../clock.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { Table } from "../../store/table.js";
import { limits } from "../limits.js";
import type { Subscriber } from "../routing/message-router.js";
import { qosOf, type SubscriptionOptions } from "../routing/subscription-options.js";
import type { SubscriptionTree } from "../routing/subscription-tree.js";
import { PersistentSession } from "./persistent-session.js";
import { StoredMessages } from "./stored-messages.js";

interface StoredSession {
	readonly clientId: string;
	/** Seconds; absent in what earlier versions kept. */
	readonly expirySeconds?: number;
}

interface StoredSubscription {
	readonly clientId: string;
	readonly topic: string;
	readonly qos: 0 | 1;
	/** All of them, the QoS among them; absent where it is all there is. */
	readonly options?: SubscriptionOptions;
}

export interface PersistentSessionsParts {
	readonly clock: EmulatorClock;
	readonly store: Store;
	readonly subscriptions: SubscriptionTree<Subscriber>;
	/** Hears which QoS 1 message was dropped, and why. */
	readonly onLost: (clientId: string, topic: string, why: string) => void;
}

/** The sessions that outlive their connection, each for as long as it asked for, an hour at most (docs/aws-behaviour.md, "Connections"). */
export class PersistentSessions {
	readonly #parts: PersistentSessionsParts;
	readonly #messages: StoredMessages;
	readonly #table: Table<StoredSession>;
	readonly #subscriptions: Table<StoredSubscription>;
	readonly #sessions = new Map<string, PersistentSession>();
	readonly #expiries = new Map<string, () => void>();

	/** Sessions found in `store` have their time from now. */
	constructor(parts: PersistentSessionsParts) {
		const { store, subscriptions } = parts;
		this.#parts = parts;
		this.#messages = new StoredMessages(store);
		this.#table = store.table<StoredSession>("session", jsonRows("clientId"));
		this.#subscriptions = store.table<StoredSubscription>("subscription", jsonRows("clientId"));
		for (const { clientId, expirySeconds } of this.#table.values()) this.#restored(clientId, expirySeconds);
		for (const { clientId, topic, qos, options } of this.#subscriptions.values()) {
			const session = this.#restored(clientId);
			session.filters.set(topic, qos);
			subscriptions.add(topic, session, options ?? qos);
		}
		for (const stored of this.#messages.all()) this.#restored(stored.clientId).restore(stored);
		for (const clientId of [...this.#sessions.keys()]) this.left(clientId);
	}

	has(clientId: string): boolean {
		return this.#sessions.has(clientId);
	}

	get isEmpty(): boolean {
		return this.#sessions.size === 0;
	}

	hasRoomFor(clientId: string): boolean {
		return this.#sessions.has(clientId) || this.#sessions.size < limits.persistentSessions;
	}

	/** The client is back, or new. Throws the store's error. */
	begin(
		clientId: string,
		expirySeconds: number = limits.sessionExpiry,
	): { readonly session: PersistentSession; readonly isPresent: boolean } {
		this.#cancelExpiry(clientId);
		const present = this.#sessions.get(clientId);
		const session = present ?? this.#restored(clientId);
		this.expireAfter(session, expirySeconds);
		return { session, isPresent: present !== undefined };
	}

	/** filter → granted QoS; undefined when there is no such session. */
	filtersOf(clientId: string): ReadonlyMap<string, 0 | 1> | undefined {
		return this.#sessions.get(clientId)?.filters;
	}

	/** From the end of its connection on. Throws the store's error. */
	expireAfter(session: PersistentSession, expirySeconds: number): void {
		const { clientId } = session;
		const kept = this.#table.get(clientId);
		if (kept === undefined || (kept.expirySeconds ?? limits.sessionExpiry) !== expirySeconds) {
			this.#table.set(clientId, { clientId, expirySeconds });
		}
		session.expirySeconds = expirySeconds;
	}

	/** Its connection is over: its time begins. */
	left(clientId: string): void {
		this.#cancelExpiry(clientId);
		const session = this.#sessions.get(clientId);
		if (session === undefined) return;
		if (session.expirySeconds === 0) {
			this.end(clientId);
			return;
		}
		const { clock } = this.#parts;
		const expiry = clock.at(clock.now() + 1000 * session.expirySeconds, () => this.end(clientId));
		this.#expiries.set(clientId, expiry);
	}

	/** Forgets it, with its subscriptions and messages. True when there was one. */
	end(clientId: string): boolean {
		this.#cancelExpiry(clientId);
		const session = this.#sessions.get(clientId);
		if (session === undefined) return false;
		for (const filter of [...session.filters.keys()]) this.unsubscribe(session, filter);
		session.clear();
		this.#sessions.delete(clientId);
		this.#table.delete(clientId);
		return true;
	}

	subscribe(session: PersistentSession, topic: string, options: SubscriptionOptions): void {
		const { clientId } = session;
		const qos = qosOf(options);
		const row = { clientId, topic, qos, ...(options !== qos && { options }) };
		this.#subscriptions.set(key(clientId, topic), row);
		session.filters.set(topic, qos);
		this.#parts.subscriptions.add(topic, session, options);
	}

	unsubscribe(session: PersistentSession, topic: string): void {
		this.#subscriptions.delete(key(session.clientId, topic));
		session.filters.delete(topic);
		this.#parts.subscriptions.remove(topic, session);
	}

	close(): void {
		for (const cancel of this.#expiries.values()) cancel();
		this.#expiries.clear();
	}

	#restored(clientId: string, expirySeconds: number = limits.sessionExpiry): PersistentSession {
		const present = this.#sessions.get(clientId);
		if (present !== undefined) return present;
		const onLost = (topic: string, why: string) => this.#parts.onLost(clientId, topic, why);
		const now = () => this.#parts.clock.now();
		const session = new PersistentSession({ clientId, expirySeconds, messages: this.#messages, onLost, now });
		this.#sessions.set(clientId, session);
		return session;
	}

	#cancelExpiry(clientId: string): void {
		this.#expiries.get(clientId)?.();
		this.#expiries.delete(clientId);
	}
}

function key(clientId: string, topic: string): string {
	return JSON.stringify([clientId, topic]);
}
