import type { ConnectionListener, Connections } from "../../broker/connections.js";
import type { EmulatorClock } from "../../clock.js";
import type { RefusalJournal } from "../../journal.js";
import type { Changes } from "../changes.js";
import { shownPayload } from "./shown-payload.js";

export const activityKinds = Object.freeze([
	"connected",
	"disconnected",
	"subscribed",
	"unsubscribed",
	"published",
	"refused",
	"changed",
	"behaviour",
	"clock",
] as const);

export type ActivityKind = (typeof activityKinds)[number];

/** Something that happened, for people to watch. */
export interface Happening {
	/** Counts all that happens, from 1 at each start. */
	readonly id: number;
	/** ISO 8601, emulator time. */
	readonly time: string;
	readonly kind: ActivityKind;
	readonly [detail: string]: unknown;
}

export interface ActivityParts {
	readonly clock: EmulatorClock;
	readonly journal: Pick<RefusalJournal, "follow">;
	readonly connections: Pick<Connections, "follow">;
	readonly changes: Pick<Changes, "onChange">;
}

/** Happenings of one kind that are remembered. */
const remembered = 500;

/** What goes on in the emulator: remembered for a while, and told to whoever listens. */
export class Activity {
	readonly #clock: EmulatorClock;
	readonly #latest = new Map<ActivityKind, Happening[]>(activityKinds.map((kind) => [kind, []]));
	readonly #listeners = new Set<(happening: Happening) => void>();
	readonly #unfollow: readonly (() => void)[];
	#lastId = 0;
	/** ms, and its words: of what happens in a flood, most does in the same millisecond. */
	#moment = Number.NaN;
	#time = "";

	constructor({ clock, journal, connections, changes }: ActivityParts) {
		this.#clock = clock;
		this.#unfollow = [
			connections.follow(this.#connectionListener()),
			journal.follow(({ time: _, ...refusal }) => this.add("refused", refusal)),
			// A change's kind is what kind of resource it is of.
			changes.onChange(({ kind, ...change }) => this.add("changed", { resource: kind, ...change })),
		];
	}

	/** Never throws. */
	add(kind: ActivityKind, details: Readonly<Record<string, unknown>>): void {
		this.#lastId += 1;
		const happening: Happening = { id: this.#lastId, time: this.#now(), kind, ...details };
		const latest = this.#latest.get(kind) ?? [];
		latest.push(happening);
		// Trimmed at twice the limit, so that a flood costs O(1) each.
		if (latest.length >= 2 * remembered) latest.splice(0, latest.length - remembered);
		for (const listener of this.#listeners) listener(happening);
	}

	/** Those of the kinds behind an id, oldest first; at most 500 of each kind. */
	since(id: number, kinds: ReadonlySet<ActivityKind>): readonly Happening[] {
		const found = [...kinds].flatMap((kind) => (this.#latest.get(kind) ?? []).slice(-remembered));
		return found.filter((happening) => happening.id > id).sort((a, b) => a.id - b.id);
	}

	/** The listener must not throw. Returns a function that ends it. */
	follow(listener: (happening: Happening) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** May be called twice. */
	close(): void {
		for (const unfollow of this.#unfollow) unfollow();
		this.#listeners.clear();
	}

	#now(): string {
		const now = this.#clock.now();
		if (now !== this.#moment) {
			this.#moment = now;
			this.#time = new Date(now).toISOString();
		}
		return this.#time;
	}

	#connectionListener(): ConnectionListener {
		return {
			connected: ({ clientId, principal, ipAddress }) => this.add("connected", { clientId, principal, ipAddress }),
			disconnected: ({ clientId }, reason) => this.add("disconnected", { clientId, reason }),
			subscribed: ({ clientId }, filters) => this.add("subscribed", { clientId, filters }),
			unsubscribed: ({ clientId }, filters) => this.add("unsubscribed", { clientId, filters }),
			published: ({ topic, payload, qos = 1, retain = false, clientId }) =>
				this.add("published", { topic, qos, retain, clientId, bytes: payload.length, ...shownPayload(payload) }),
		};
	}
}
