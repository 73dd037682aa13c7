/** What changed in the registry. */
export type RegistryChange =
	| { readonly kind: "certificate"; readonly certificateId: string }
	| { readonly kind: "other" };

/** What is told to those who compute something from the registry. */
export interface Changes {
	/** Grows with each change: what was computed from the registry at another revision is stale. */
	readonly revision: number;
	/** Called synchronously after each change. Returns a function that ends it. */
	onChange(listener: (change: RegistryChange) => void): () => void;
}

/** One for all resources of a registry. */
export class ChangeFeed implements Changes {
	readonly #listeners = new Set<(change: RegistryChange) => void>();
	#revision = 0;

	get revision(): number {
		return this.#revision;
	}

	onChange(listener: (change: RegistryChange) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** To be called once after each operation that changed something. */
	announce(change: RegistryChange = { kind: "other" }): void {
		this.#revision += 1;
		for (const listener of this.#listeners) listener(change);
	}
}
