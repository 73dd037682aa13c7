import { OrderedKeys } from "./ordered-keys.js";
import type { Store } from "./store.js";
import type { RowCodec, RowsFrom, Table } from "./table.js";

/** Neither names nor ARNs contain it. */
const separator = " ";
const none: ReadonlySet<string> = new Set();
const pairs: RowCodec<true> = { encode: () => 1, decode: () => true };

/** Pairs (left, right) in a table, found from both sides. */
export class Relation {
	readonly #table: Table<true>;
	readonly #rights = new Map<string, Linked>();
	readonly #lefts = new Map<string, Linked>();

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
		return this.#rights.get(left)?.names ?? none;
	}

	leftsOf(right: string): ReadonlySet<string> {
		return this.#lefts.get(right)?.names ?? none;
	}

	/** In the order of their names. */
	rightsInOrder(left: string, range?: RowsFrom): Iterable<string> {
		return inOrder(this.#rights.get(left), range);
	}

	leftsInOrder(right: string, range?: RowsFrom): Iterable<string> {
		return inOrder(this.#lefts.get(right), range);
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

/** What is linked to one name. Most is never asked for in order: the order is made at the first time, and kept from then on. */
interface Linked {
	readonly names: Set<string>;
	order: OrderedKeys | undefined;
}

function inOrder(linked: Linked | undefined, { after, descending }: RowsFrom = {}): Iterable<string> {
	if (linked === undefined) return [];
	linked.order ??= new OrderedKeys(linked.names);
	return linked.order.from(after, descending);
}

function link(index: Map<string, Linked>, from: string, to: string): void {
	const linked = index.get(from);
	linked?.names.add(to);
	linked?.order?.add(to);
	if (linked === undefined) index.set(from, { names: new Set([to]), order: undefined });
}

function unlink(index: Map<string, Linked>, from: string, to: string): void {
	const linked = index.get(from);
	linked?.names.delete(to);
	linked?.order?.remove(to);
	if (linked?.names.size === 0) index.delete(from);
}
