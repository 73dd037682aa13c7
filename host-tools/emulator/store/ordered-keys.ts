/** Entries in a chunk before it is split: what one insertion moves. */
const chunkSize = 512;

/**
 * A set of strings in rising order of their UTF-16 code units. Adding, removing and finding a place cost about the same whether
 * there are a thousand or a hundred thousand.
 */
export class OrderedKeys {
	/** No chunk is empty. */
	#chunks: string[][] = [];

	constructor(keys: Iterable<string> = []) {
		const sorted = [...keys].sort(compare);
		for (let at = 0; at < sorted.length; at += chunkSize / 2) this.#chunks.push(sorted.slice(at, at + chunkSize / 2));
	}

	/** Does nothing when it is there. */
	add(key: string): void {
		const index = this.#chunkFor(key);
		const chunk = this.#chunks[index];
		if (chunk === undefined) {
			this.#chunks.push([key]);
			return;
		}
		const place = placeOf(chunk, key);
		if (chunk[place] === key) return;
		chunk.splice(place, 0, key);
		if (chunk.length > chunkSize) this.#chunks.splice(index + 1, 0, chunk.splice(chunkSize / 2));
	}

	/** Does nothing when it is not there. */
	remove(key: string): void {
		const index = this.#chunkFor(key);
		const chunk = this.#chunks[index];
		if (chunk === undefined) return;
		const place = placeOf(chunk, key);
		if (chunk[place] !== key) return;
		chunk.splice(place, 1);
		if (chunk.length === 0) this.#chunks.splice(index, 1);
	}

	/** The keys behind `after`, or all, in rising order; in falling order those below it. */
	*from(after: string | undefined, descending = false): IterableIterator<string> {
		if (descending) yield* this.#falling(after);
		else yield* this.#rising(after);
	}

	*#rising(after: string | undefined): IterableIterator<string> {
		let index = after === undefined ? 0 : this.#chunkFor(after);
		let place = after === undefined ? 0 : placeOf(this.#chunks[index] ?? [], after);
		if (after !== undefined && this.#chunks[index]?.[place] === after) place += 1;
		for (; index < this.#chunks.length; index++, place = 0) {
			const chunk = this.#chunks[index] ?? [];
			for (; place < chunk.length; place++) yield chunk[place] as string;
		}
	}

	*#falling(before: string | undefined): IterableIterator<string> {
		let index = before === undefined ? this.#chunks.length - 1 : this.#chunkFor(before);
		let place =
			(before === undefined ? (this.#chunks[index]?.length ?? 0) : placeOf(this.#chunks[index] ?? [], before)) - 1;
		while (index >= 0) {
			const chunk = this.#chunks[index] ?? [];
			for (; place >= 0; place--) yield chunk[place] as string;
			index -= 1;
			place = (this.#chunks[index]?.length ?? 0) - 1;
		}
	}

	/** The chunk that has the key, or would get it. */
	#chunkFor(key: string): number {
		let low = 0;
		let high = this.#chunks.length - 1;
		while (low < high) {
			const middle = (low + high) >> 1;
			const last = this.#chunks[middle]?.at(-1);
			if (last !== undefined && last < key) low = middle + 1;
			else high = middle;
		}
		return Math.max(low, 0);
	}
}

/** Where the key is in the chunk, or would be. */
function placeOf(chunk: readonly string[], key: string): number {
	let low = 0;
	let high = chunk.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((chunk[middle] as string) < key) low = middle + 1;
		else high = middle;
	}
	return low;
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
