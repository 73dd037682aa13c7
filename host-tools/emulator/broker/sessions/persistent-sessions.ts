import type { EmulatorClock } from "../../clock.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { Table } from "../../store/table.js";
import { limits } from "../limits.js";
import type { Subscriber } from "../routing/message-router.js";
import type { SubscriptionTree } from "../routing/subscription-tree.js";
import { PersistentSession } from "./persistent-session.js";
import { StoredMessages } from "./stored-messages.js";

interface StoredSubscription {
	readonly clientId: string;
	readonly topic: string;
	readonly qos: 0 | 1;
}

export interface PersistentSessionsParts {
	readonly clock: EmulatorClock;
	readonly store: Store;
	readonly subscriptions: SubscriptionTree<Subscriber>;
	/** Hears which QoS 1 message was dropped, and why. */
	readonly onLost: (clientId: string, topic: string, why: string) => void;
}

/** The sessions that outlive their connection, each for an hour (docs/aws-behaviour.md, "Connections"). */
export class PersistentSessions {
	readonly #parts: PersistentSessionsParts;
	readonly #messages: StoredMessages;
	readonly #table: Table<{ readonly clientId: string }>;
	readonly #subscriptions: Table<StoredSubscription>;
	readonly #sessions = new Map<string, PersistentSession>();
	readonly #expiries = new Map<string, () => void>();

	/** Sessions found in `store` have their hour from now. */
	constructor(parts: PersistentSessionsParts) {
		const { store, subscriptions } = parts;
		this.#parts = parts;
		this.#messages = new StoredMessages(store);
		this.#table = store.table<{ readonly clientId: string }>("session", jsonRows("clientId"));
		this.#subscriptions = store.table<StoredSubscription>("subscription", jsonRows("clientId"));
		for (const { clientId } of this.#table.values()) this.#restored(clientId);
		for (const { clientId, topic, qos } of this.#subscriptions.values()) {
			const session = this.#restored(clientId);
			session.filters.set(topic, qos);
			subscriptions.add(topic, session, qos);
		}
		for (const stored of this.#messages.all()) this.#restored(stored.clientId).restore(stored);
		for (const clientId of this.#sessions.keys()) this.left(clientId);
	}

	get isEmpty(): boolean {
		return this.#sessions.size === 0;
	}

	hasRoomFor(clientId: string): boolean {
		return this.#sessions.has(clientId) || this.#sessions.size < limits.persistentSessions;
	}

	/** The client is back, or new. Throws the store's error. */
	begin(clientId: string): { readonly session: PersistentSession; readonly isPresent: boolean } {
		this.#cancelExpiry(clientId);
		const present = this.#sessions.get(clientId);
		if (!this.#table.has(clientId)) this.#table.set(clientId, { clientId });
		return { session: present ?? this.#restored(clientId), isPresent: present !== undefined };
	}

	/** filter → granted QoS; undefined when there is no such session. */
	filtersOf(clientId: string): ReadonlyMap<string, 0 | 1> | undefined {
		return this.#sessions.get(clientId)?.filters;
	}

	/** Its connection is over: the hour begins. */
	left(clientId: string): void {
		this.#cancelExpiry(clientId);
		if (!this.#sessions.has(clientId)) return;
		const { clock } = this.#parts;
		const expiry = clock.at(clock.now() + limits.sessionExpiry, () => this.end(clientId));
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

	subscribe(session: PersistentSession, topic: string, qos: 0 | 1): void {
		const { clientId } = session;
		this.#subscriptions.set(key(clientId, topic), { clientId, topic, qos });
		session.filters.set(topic, qos);
		this.#parts.subscriptions.add(topic, session, qos);
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

	#restored(clientId: string): PersistentSession {
		const present = this.#sessions.get(clientId);
		if (present !== undefined) return present;
		const onLost = (topic: string, why: string) => this.#parts.onLost(clientId, topic, why);
		const session = new PersistentSession({ clientId, messages: this.#messages, onLost });
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
