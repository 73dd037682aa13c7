import type { EmulatorClock } from "../clock.js";
import type { Store } from "../store/store.js";
import type { Table } from "../store/table.js";
import { limits } from "./limits.js";
import { filterMatches, hasWildcard } from "./topics.js";

export interface StoredSubscription {
	readonly clientId: string;
	readonly topic: string;
	readonly qos: 0 | 1 | 2;
}

/** Subscriptions of persistent sessions (`clean` = false). A session ends an hour after its connection did. */
export class StoredSessions {
	readonly #clock: EmulatorClock;
	readonly #onExpired: (clientId: string) => void;
	readonly #table: Table<StoredSubscription>;
	/** clientId → filter → subscription */
	readonly #byClient = new Map<string, Map<string, StoredSubscription>>();
	readonly #expiries = new Map<string, () => void>();

	/** Sessions found in `store` have their hour from now. */
	constructor(clock: EmulatorClock, store: Store, onExpired: (clientId: string) => void) {
		this.#clock = clock;
		this.#onExpired = onExpired;
		this.#table = store.table<StoredSubscription>("subscription", {
			encode: (row) => row,
			decode: (json) => json as StoredSubscription,
		});
		for (const row of this.#table.values()) this.#index(row);
		for (const clientId of this.#byClient.keys()) this.offline(clientId);
	}

	get isEmpty(): boolean {
		return this.#byClient.size === 0;
	}

	add(row: StoredSubscription): void {
		this.#table.set(key(row.clientId, row.topic), row);
		this.#index(row);
	}

	remove(clientId: string, topic: string): void {
		this.#table.delete(key(clientId, topic));
		const filters = this.#byClient.get(clientId);
		filters?.delete(topic);
		if (filters?.size === 0) this.#byClient.delete(clientId);
	}

	of(clientId: string): readonly StoredSubscription[] {
		return [...(this.#byClient.get(clientId)?.values() ?? [])];
	}

	/** One subscription of each session that wants messages of `topic` at QoS 1. */
	matching(topic: string): StoredSubscription[] {
		const found: StoredSubscription[] = [];
		for (const filters of this.#byClient.values()) {
			for (const row of filters.values()) {
				if (row.qos === 0) continue;
				if (hasWildcard(row.topic) ? !filterMatches(row.topic, topic) : row.topic !== topic) continue;
				found.push(row);
				break;
			}
		}
		return found;
	}

	online(clientId: string): void {
		this.#expiries.get(clientId)?.();
		this.#expiries.delete(clientId);
	}

	offline(clientId: string): void {
		this.online(clientId);
		if (!this.#byClient.has(clientId)) return;
		const expire = () => {
			this.#expiries.delete(clientId);
			this.end(clientId);
			this.#onExpired(clientId);
		};
		this.#expiries.set(clientId, this.#clock.at(this.#clock.now() + limits.sessionExpiry, expire));
	}

	end(clientId: string): void {
		for (const { topic } of this.of(clientId)) this.remove(clientId, topic);
	}

	close(): void {
		for (const cancel of this.#expiries.values()) cancel();
		this.#expiries.clear();
	}

	#index(row: StoredSubscription): void {
		const filters = this.#byClient.get(row.clientId) ?? new Map<string, StoredSubscription>();
		this.#byClient.set(row.clientId, filters);
		filters.set(row.topic, row);
	}
}

function key(clientId: string, topic: string): string {
	return JSON.stringify([clientId, topic]);
}
