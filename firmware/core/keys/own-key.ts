import type { Clock } from "../../ports/clock.js";
import type { CancellationToken, DeviceKey, KeyMaker } from "../../ports/key-maker.js";
import type { Log } from "../../ports/log.js";
import type { IdentityStore } from "../identity/identity-store.js";

export interface OwnKeyOptions {
	readonly store: IdentityStore;
	readonly keyMaker: KeyMaker;
	/** Closed once the device stops: nobody wants its key any more. */
	readonly cancellation: CancellationToken;
	readonly clock: Clock;
	readonly log: Log;
}

/** The key this device makes for itself: once, ahead of its use where there is time, and in flash before anybody hears of it. */
export class OwnKey {
	readonly #options: OwnKeyOptions;
	#making: Promise<DeviceKey> | undefined;

	constructor(options: OwnKeyOptions) {
		this.#options = options;
	}

	/** True when `get` would not have to wait. */
	get ready(): boolean {
		return this.#options.store.pendingKey !== undefined;
	}

	/** The key in flash, or the one that is being made, or a new one. Rejects as KeyMaker does, with `flash-failed`, with `closed`. */
	get(): Promise<DeviceKey> {
		const kept = this.#options.store.pendingKey;
		if (kept) return Promise.resolve(kept);
		this.#making ??= this.#make().finally(() => {
			this.#making = undefined;
		});
		return this.#making;
	}

	async #make(): Promise<DeviceKey> {
		const { store, keyMaker, cancellation, clock, log } = this.#options;
		const startedAt = clock.ticks();
		const key = await keyMaker.makeKey(cancellation);
		store.keepKey(key);
		log.write("info", "key.made", { milliseconds: Math.round(clock.ticks() - startedAt) });
		return key;
	}
}
