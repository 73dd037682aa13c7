import type { RowChange } from "./log-line.js";

/** How a row becomes JSON and comes back; `decode` throws when the JSON is none of its rows. */
export interface RowCodec<T> {
	encode(row: T): unknown;
	decode(json: unknown): T;
}

/** A map from keys to rows whose changes are logged. Rows are values: replace them, never change them. Keeps insertion order. */
export class Table<T> {
	readonly name: string;
	readonly #rows: Map<string, T>;
	readonly #encode: (row: T) => unknown;
	readonly #log: (change: RowChange) => void;

	constructor(name: string, rows: Map<string, T>, encode: (row: T) => unknown, log: (change: RowChange) => void) {
		this.name = name;
		this.#rows = rows;
		this.#encode = encode;
		this.#log = log;
	}

	get size(): number {
		return this.#rows.size;
	}

	get(key: string): T | undefined {
		return this.#rows.get(key);
	}

	has(key: string): boolean {
		return this.#rows.has(key);
	}

	keys(): IterableIterator<string> {
		return this.#rows.keys();
	}

	values(): IterableIterator<T> {
		return this.#rows.values();
	}

	/** Throws the log's error, and changes nothing, when the log cannot be written any more. */
	set(key: string, row: T): void {
		this.#log({ table: this.name, key, json: JSON.stringify(this.#encode(row)) });
		this.#rows.set(key, row);
	}

	/** False when there was no such row. Throws as `set` does. */
	delete(key: string): boolean {
		if (!this.#rows.has(key)) return false;
		this.#log({ table: this.name, key, json: undefined });
		return this.#rows.delete(key);
	}

	/** All rows as the changes that make them, for a compacted log. */
	*snapshot(): IterableIterator<RowChange> {
		for (const [key, row] of this.#rows) yield { table: this.name, key, json: JSON.stringify(this.#encode(row)) };
	}
}
