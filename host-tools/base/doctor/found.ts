/** What one check finds out and others go on with. */
export class Found<T> {
	/** Resolves when the value is there, or will not come any more. */
	readonly settled: Promise<void>;
	#value: T | undefined;
	#settle: () => void = () => undefined;

	constructor() {
		this.settled = new Promise((resolve) => {
			this.#settle = resolve;
		});
	}

	/** Undefined: it was not found out. */
	get value(): T | undefined {
		return this.#value;
	}

	give(value: T): void {
		this.#value = value;
		this.#settle();
	}

	/** Nothing will come any more. May be called twice, and after `give`. */
	close(): void {
		this.#settle();
	}
}
