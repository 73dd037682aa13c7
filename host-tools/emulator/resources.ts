export interface Resource {
	close(): void | Promise<void>;
}

/** What was opened, to be closed in the opposite order. */
export class Resources implements Resource {
	readonly #opened: Resource[] = [];
	#closing: Promise<void> | undefined;

	own<T extends Resource>(resource: T): T {
		this.#opened.unshift(resource);
		return resource;
	}

	/** May be called twice; returns the same promise. */
	close(): Promise<void> {
		this.#closing ??= this.#closeAll();
		return this.#closing;
	}

	async #closeAll(): Promise<void> {
		for (const resource of this.#opened) await resource.close();
	}
}
