import { deferred } from "../deferred.js";

/** The proof that AWS IoT believes in the identity a connection was opened with: a publish that was acknowledged. */
export class Proof {
	readonly #onFirst: () => void;
	readonly #given = deferred<void>();
	#isGiven = false;

	/** `onFirst` makes the identity the device's own; it may throw the flash's codes. */
	constructor(onFirst: () => void) {
		this.#onFirst = onFirst;
	}

	/** Resolves when the proof was given for the first time. */
	get given(): Promise<void> {
		return this.#given.promise;
	}

	/** Something was acknowledged. May be called again. Throws what `onFirst` does: then it is not given. */
	give(): void {
		if (this.#isGiven) return;
		this.#onFirst();
		this.#isGiven = true;
		this.#given.resolve();
	}
}
