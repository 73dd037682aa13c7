import type { Store } from "./store.js";
import type { RowCodec, Table } from "./table.js";

/** Neither names nor ARNs contain it. */
const separator = " ";
const none: ReadonlySet<string> = new Set();
const pairs: RowCodec<true> = { encode: () => 1, decode: () => true };

/** Pairs (left, right) in a table, found from both sides. */
export class Relation {
	readonly #table: Table<true>;
	readonly #rights = new Map<string, Set<string>>();
	readonly #lefts = new Map<string, Set<string>>();

	/** Opens the table of that name. */
	constructor(store: Store, name: string) {
		this.#table = store.table(name, pairs);
		for (const key of this.#table.keys()) {
			const at = key.indexOf(separator);
			this.#link(key.slice(0, at), key.slice(at + 1));
		}
	}

	get size(): number {
		return this.#table.size;
	}

	has(left: string, right: string): boolean {
		return this.#table.has(left + separator + right);
	}

	/** In the order they were added. */
	rightsOf(left: string): ReadonlySet<string> {
		return this.#rights.get(left) ?? none;
	}

	leftsOf(right: string): ReadonlySet<string> {
		return this.#lefts.get(right) ?? none;
	}

	add(left: string, right: string): void {
		this.#table.set(left + separator + right, true);
		this.#link(left, right);
	}

	/** False when there was no such pair. */
	remove(left: string, right: string): boolean {
		if (!this.#table.delete(left + separator + right)) return false;
		unlink(this.#rights, left, right);
		unlink(this.#lefts, right, left);
		return true;
	}

	#link(left: string, right: string): void {
		link(this.#rights, left, right);
		link(this.#lefts, right, left);
	}
}

function link(index: Map<string, Set<string>>, from: string, to: string): void {
	const linked = index.get(from);
	if (linked) linked.add(to);
	else index.set(from, new Set([to]));
}

function unlink(index: Map<string, Set<string>>, from: string, to: string): void {
	const linked = index.get(from);
	linked?.delete(to);
	if (linked?.size === 0) index.delete(from);
}
