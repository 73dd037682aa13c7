import type { RowChange } from "./log-line.js";
import { OrderedKeys } from "./ordered-keys.js";

/** How a row becomes JSON and comes back; `decode` throws when the JSON is none of its rows. */
export interface RowCodec<T> {
	encode(row: T): unknown;
	decode(json: unknown): T;
}

export interface TableParts<T> {
	readonly name: string;
	readonly rows: Map<string, T>;
	readonly encode: (row: T) => unknown;
	readonly log: (change: RowChange) => void;
	readonly order?: RowOrder<T> | undefined;
}

/** Rows of a table in the order of a key that all of them have, unique and unchanging. */
export interface RowOrder<T> {
	/** E.g. `timeKey(row.creationDate, row.name)`. */
	orderOf(row: T): string;
}

export interface RowsFrom {
	/** Goes on behind this key of the order; from the first row without it. */
	readonly after?: string | undefined;
	readonly descending?: boolean | undefined;
}

/** A map from keys to rows whose changes are logged. Rows are values: replace them, never change them. Keeps insertion order. */
export class Table<T> {
	readonly name: string;
	/** `keyOf`: the key of what stands at a place of the order, where that is another text. */
	readonly #order:
		| { readonly places: OrderedKeys; readonly keyOf: Map<string, string>; orderOf(row: T): string }
		| undefined;
	readonly #rows: Map<string, T>;
	readonly #encode: (row: T) => unknown;
	readonly #log: (change: RowChange) => void;

	constructor({ name, rows, encode, log, order }: TableParts<T>) {
		this.name = name;
		this.#rows = rows;
		this.#encode = encode;
		this.#log = log;
		if (order === undefined) return;
		const keyOf = new Map<string, string>();
		const places = [...rows].map(([key, row]) => {
			const place = order.orderOf(row);
			if (place !== key) keyOf.set(place, key);
			return place;
		});
		this.#order = { places: new OrderedKeys(places), keyOf, orderOf: order.orderOf };
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
		const place = this.#order?.orderOf(row);
		if (place === undefined) return;
		this.#order?.places.add(place);
		if (place !== key) this.#order?.keyOf.set(place, key);
	}

	/** False when there was no such row. Throws as `set` does. */
	delete(key: string): boolean {
		const row = this.#rows.get(key);
		if (row === undefined) return false;
		this.#log({ table: this.name, key, json: undefined });
		const place = this.#order?.orderOf(row);
		if (place !== undefined) {
			this.#order?.places.remove(place);
			this.#order?.keyOf.delete(place);
		}
		return this.#rows.delete(key);
	}

	/** Rows in the table's order, which it must have been opened with. Whoever changes the table meanwhile takes a copy first. */
	*inOrder({ after, descending = false }: RowsFrom = {}): IterableIterator<T> {
		if (this.#order === undefined) throw new Error(`The table "${this.name}" has no order`);
		const { places, keyOf } = this.#order;
		for (const place of places.from(after, descending)) {
			const row = this.#rows.get(keyOf.get(place) ?? place);
			if (row !== undefined) yield row;
		}
	}

	/** All rows as the changes that make them, each as it is when it is reached; those that come meanwhile are left out. */
	*snapshot(): IterableIterator<RowChange> {
		let left = this.#rows.size;
		for (const [key, row] of this.#rows) {
			if (left-- === 0) return;
			yield { table: this.name, key, json: JSON.stringify(this.#encode(row)) };
		}
	}
}
