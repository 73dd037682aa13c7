import { timeKey } from "../../http/pages.js";
import type { RowsFrom } from "../../store/table.js";

/** Above all keys of its millisecond: names are ASCII. */
const afterAllNames = "\u{ffff}";

/** Rows whose keys are `timeKey`s of the period (ms, both ends included), newest first: what is not of it is not looked at. */
export function within<T>(
	{ start, end }: { readonly start: number; readonly end: number },
	list: (range: RowsFrom) => Iterable<T>,
	keyOf: (row: T) => string,
): (range: RowsFrom) => Iterable<T> {
	const newest = timeKey(Math.max(Math.floor(end), 0), afterAllNames);
	const oldest = timeKey(Math.max(Math.floor(start), 0), "");
	return function* ({ after }) {
		const from = after === undefined || after > newest ? newest : after;
		for (const row of list({ after: from, descending: true })) {
			if (keyOf(row) < oldest) return;
			yield row;
		}
	};
}
