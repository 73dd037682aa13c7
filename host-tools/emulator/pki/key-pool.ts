import type { IssuedKeyPair } from "./pki.js";
import { makeRsaKeyPair } from "./rsa-key-pair.js";

/** Key pairs kept ready, unless told otherwise: each device of a burst takes two. Making them all takes some seconds of one core. */
const defaultSize = 32;
/** Key generations under way at once: one ahead of need, two when two wait; the other threads of libuv's four stay free. */
const aheadOfNeed = 1;
const inNeed = 2;

type Waiter = { resolve(pair: IssuedKeyPair): void; reject(error: Error): void };

/** RSA 2048 key pairs made in the thread pool. Whoever waits gets the next one that is ready, before the pool does. */
export class KeyPool {
	readonly #ready: IssuedKeyPair[] = [];
	readonly #waiters: Waiter[] = [];
	/** Resolves when as many keys as it keeps are ready for the first time. */
	readonly full: Promise<void>;
	readonly #size: number;
	readonly #generateKeyPair: () => Promise<IssuedKeyPair>;
	#filled: () => void = () => {};
	#underWay = 0;
	#closed = false;

	constructor(size = defaultSize, generate: () => Promise<IssuedKeyPair> = makeRsaKeyPair) {
		this.#size = size;
		this.#generateKeyPair = generate;
		this.full = new Promise((resolve) => {
			this.#filled = resolve;
		});
	}

	/** Starts making keys ahead of need. */
	fill(): void {
		while (this.#underWay < this.#wanted()) this.#generate();
	}

	/** The next key pair; rejects when the pool is closed meanwhile. */
	take(): Promise<IssuedKeyPair> {
		if (this.#closed) return Promise.reject(closedError());
		const ready = this.#ready.shift();
		const taken =
			ready === undefined
				? new Promise<IssuedKeyPair>((resolve, reject) => this.#waiters.push({ resolve, reject }))
				: Promise.resolve(ready);
		this.fill();
		return taken;
	}

	/** Stops making keys; those under way (some 80 ms) are dropped. May be called twice. */
	close(): void {
		this.#closed = true;
		this.#ready.length = 0;
		for (const waiter of this.#waiters.splice(0)) waiter.reject(closedError());
	}

	#wanted(): number {
		if (this.#closed) return 0;
		if (this.#waiters.length > 0) return Math.min(inNeed, this.#waiters.length);
		return this.#ready.length + this.#underWay < this.#size ? aheadOfNeed : 0;
	}

	#generate(): void {
		this.#underWay += 1;
		this.#generateKeyPair().then(
			(pair) => this.#done((waiter) => waiter.resolve(pair), pair),
			(error) => this.#done((waiter) => waiter.reject(error)),
		);
	}

	#done(settle: (waiter: Waiter) => void, pair?: IssuedKeyPair): void {
		this.#underWay -= 1;
		const waiter = this.#waiters.shift();
		if (waiter) settle(waiter);
		else if (pair && !this.#closed) this.#ready.push(pair);
		else return;
		if (this.#ready.length >= this.#size) this.#filled();
		this.fill();
	}
}

function closedError(): Error {
	return new Error("The key pool is closed: the emulator is ending");
}
