import { AsyncLocalStorage } from "node:async_hooks";

/** Ours: republish actions one after the other, from one message of a client. AWS lets rules that trigger each other go on. */
export const mostHops = 10;

/** How many republish actions brought about what is published right now. */
export class Hops {
	#current = 0;
	/** A service answers a message on its topics when it has its answer, which may be later. */
	readonly #answering = new AsyncLocalStorage<number>();

	get current(): number {
		return Math.max(this.#current, this.#answering.getStore() ?? 0);
	}

	/** What `publish` publishes before it returns is of that many hops. */
	within<T>(hops: number, publish: () => T): T {
		const before = this.#current;
		this.#current = hops;
		try {
			return publish();
		} finally {
			this.#current = before;
		}
	}

	/** And what comes of it later, too. */
	withinAnswers<T>(hops: number, publish: () => T): T {
		return this.#answering.run(hops, publish);
	}
}
