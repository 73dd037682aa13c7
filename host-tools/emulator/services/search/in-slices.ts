import { setImmediate as nextTurn } from "node:timers/promises";

/** Items that are looked at in one turn: some 10 ms at most. */
export const slice = 500;

/**
 * The items behind a key, a slice at a time: others have their turn in between, however many they are. What is added and removed
 * meanwhile does no harm.
 */
export async function* inSlices<T>(
	from: (after: string | undefined) => Iterable<T>,
	keyOf: (item: T) => string,
	after?: string,
): AsyncGenerator<T, void> {
	for (let last = after; ; ) {
		const items = firstOf(from(last));
		yield* items;
		const end = items.at(-1);
		if (end === undefined || items.length < slice) return;
		last = keyOf(end);
		await nextTurn();
	}
}

function firstOf<T>(all: Iterable<T>): readonly T[] {
	const items: T[] = [];
	for (const item of all) {
		items.push(item);
		if (items.length === slice) break;
	}
	return items;
}
