/** The proof that AWS IoT believes in the identity a connection was opened with: a publish that was acknowledged. */
export class Proof {
	readonly #onFirst: () => void;
	#isGiven = false;
	#listeners: (() => void)[] = [];

	/** `onFirst` makes the identity the device's own; it may throw the flash's codes. */
	constructor(onFirst: () => void) {
		this.#onFirst = onFirst;
	}

	/** Something was acknowledged. May be called again. Throws what `onFirst` does: then it is not given. */
	give(): void {
		if (this.#isGiven) return;
		this.#onFirst();
		this.#isGiven = true;
		for (const listener of this.#listeners) listener();
		this.#listeners = [];
	}

	/** Calls `listener` once, when the proof is given, or at once if it was. It throws nothing. */
	whenGiven(listener: () => void): void {
		if (this.#isGiven) listener();
		else this.#listeners.push(listener);
	}
}
