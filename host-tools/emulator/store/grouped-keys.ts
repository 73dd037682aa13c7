import { OrderedKeys } from "./ordered-keys.js";
import type { RowsFrom } from "./table.js";

interface Group {
	readonly keys: Set<string>;
	/** Made when it is first asked for, and kept from then on. */
	order: OrderedKeys | undefined;
}

/** Sets of keys by the name of their group; what is empty takes no room. */
export class GroupedKeys {
	readonly #groups = new Map<string, Group>();

	add(name: string, key: string): void {
		const group = this.#groups.get(name);
		group?.keys.add(key);
		group?.order?.add(key);
		if (group === undefined) this.#groups.set(name, { keys: new Set([key]), order: undefined });
	}

	remove(name: string, key: string): void {
		const group = this.#groups.get(name);
		group?.keys.delete(key);
		group?.order?.remove(key);
		if (group?.keys.size === 0) this.#groups.delete(name);
	}

	sizeOf(name: string): number {
		return this.#groups.get(name)?.keys.size ?? 0;
	}

	/** In the order they were added. */
	of(name: string): Iterable<string> {
		return this.#groups.get(name)?.keys ?? [];
	}

	inOrder(name: string, { after, descending }: RowsFrom = {}): Iterable<string> {
		const group = this.#groups.get(name);
		if (group === undefined) return [];
		group.order ??= new OrderedKeys(group.keys);
		return group.order.from(after, descending);
	}
}
