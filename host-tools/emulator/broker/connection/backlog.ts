/** Bytes that clients leave unread, of all connections together. Only connections with more than a little are counted. */
export class Backlog {
	readonly #limit: number;
	readonly #bytes = new Map<object, number>();
	#total = 0;

	constructor(limit: number) {
		this.#limit = limit;
	}

	/** False when there is no room for so many bytes of this connection. */
	note(connection: object, bytes: number): boolean {
		this.#total += bytes - (this.#bytes.get(connection) ?? 0);
		if (bytes === 0) this.#bytes.delete(connection);
		else this.#bytes.set(connection, bytes);
		return this.#total <= this.#limit;
	}
}
