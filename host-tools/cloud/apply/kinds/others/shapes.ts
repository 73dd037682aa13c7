import { isDeepStrictEqual } from "node:util";
import type { Json } from "../../../model/concrete.js";
import type { Properties } from "../../kind.js";

/** What is there of `names` in `source`, without what is undefined. */
export function pick(source: object, names: readonly string[]): Properties {
	const from = source as Readonly<Record<string, Json | undefined>>;
	return Object.fromEntries(
		names.flatMap((name) => {
			const value = from[name];
			return value === undefined ? [] : [[name, value] as const];
		}),
	);
}

/** A list whose order means nothing, in the order in which `desired` has the same items; what that does not have comes last. */
export function ordered<T>(items: readonly T[], desired: Json | undefined, keyOf: (item: T) => unknown): readonly T[] {
	const keys = Array.isArray(desired) ? desired.map((item: T) => keyOf(item)) : [];
	const rank = (item: T) => {
		const index = keys.indexOf(keyOf(item));
		return index < 0 ? keys.length : index;
	};
	return items.toSorted((a, b) => rank(a) - rank(b));
}

/** Which of `names` are wanted otherwise than they are. */
export function changed(desired: Properties, found: Properties, names: readonly string[]): readonly string[] {
	return names.filter((name) => desired[name] !== undefined && !isDeepStrictEqual(desired[name], found[name]));
}
