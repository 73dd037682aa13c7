import type { EmulatorClock } from "./clock.js";

/** Steps of the emulator that refuse. Services refuse under their own names, e.g. "provisioning". */
export type RefusalPlane = "control-plane" | "connect" | "publish" | "subscribe" | "receive" | "limits";

/** One refusal and its reason: the answer to "why was this denied". Holds no key, token or payload. */
export interface Refusal {
	/** ISO 8601, emulator time. */
	readonly time: string;
	/** Where it happened: a RefusalPlane or the name of a service. */
	readonly plane: string;
	/** Stable, kebab-case: certificate-expired, policy-denied, token-expired, … */
	readonly code: string;
	/** A sentence for people: what was refused, why, and what would allow it. */
	readonly reason: string;
	readonly clientId?: string;
	readonly certificateId?: string;
	/** Topic, filter or API operation. */
	readonly target?: string;
}

export interface RefusalJournal {
	/** Never throws. */
	add(refusal: Omit<Refusal, "time">): void;
	/** Oldest first; at most `limit` entries are kept. */
	list(): readonly Refusal[];
	/** The listener hears each refusal as it happens, and must not throw. Returns a function that ends it. */
	follow(listener: (refusal: Refusal) => void): () => void;
}

/** The latest time that Date can hold, in ms. */
const latestDateMs = 8.64e15;

/** Keeps the newest `limit` refusals. */
export class Journal implements RefusalJournal {
	readonly #clock: EmulatorClock;
	readonly #limit: number;
	#refusals: Refusal[] = [];
	readonly #listeners = new Set<(refusal: Refusal) => void>();

	constructor(clock: EmulatorClock, limit = 1000) {
		this.#clock = clock;
		this.#limit = limit;
	}

	add(refusal: Omit<Refusal, "time">): void {
		const time = new Date(Math.min(this.#clock.now(), latestDateMs)).toISOString();
		const entry = { time, ...refusal };
		this.#refusals.push(entry);
		for (const listener of this.#listeners) listener(entry);
		// Trimmed at twice the limit, so that a flood of refusals costs O(1) each.
		if (this.#refusals.length >= 2 * this.#limit) this.#refusals = this.#refusals.slice(-this.#limit);
	}

	follow(listener: (refusal: Refusal) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	list(): readonly Refusal[] {
		return this.#refusals.slice(-this.#limit);
	}
}
