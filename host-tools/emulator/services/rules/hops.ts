import { AsyncLocalStorage } from "node:async_hooks";

/** Ours: republish actions one after the other, from one message of a client. AWS lets rules that trigger each other go on. */
export const mostHops = 10;
/** Ours: messages that are republished because of one. */
export const mostDescendants = 1000;

/** Where a message comes from. */
export interface Lineage {
	/** How many republish actions brought it about, one after the other. */
	readonly hops: number;
	/** Of all messages that the same one of a client brought about. */
	readonly family: { republished: number };
}

/** What brought about that which is published right now. */
export class Hops {
	#current: Lineage | undefined;
	/** A service answers a message on its topics when it has its answer, which may be later. */
	readonly #answering = new AsyncLocalStorage<Lineage>();

	get current(): Lineage {
		return this.#current ?? this.#answering.getStore() ?? { hops: 0, family: { republished: 0 } };
	}

	/** What `publish` publishes before it returns is of that lineage. */
	within<T>(lineage: Lineage, publish: () => T): T {
		const before = this.#current;
		this.#current = lineage;
		try {
			return publish();
		} finally {
			this.#current = before;
		}
	}

	/** And what comes of it later, too. */
	withinAnswers<T>(lineage: Lineage, publish: () => T): T {
		return this.#answering.run(lineage, publish);
	}
}
