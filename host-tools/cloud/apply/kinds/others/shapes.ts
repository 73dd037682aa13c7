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

/** Which of `names` are wanted otherwise than they are: those that are not wanted at all, too. */
export function changed(desired: Properties, found: Properties, names: readonly string[]): readonly string[] {
	return names.filter((name) => !isDeepStrictEqual(desired[name], found[name]));
}

/** Without what AWS says where nobody has said anything, as far as `desired` does not say it. */
export function withoutDefaults(found: Properties, defaults: Properties, desired: Properties): Properties {
	const isDefault = ([name, value]: readonly [string, Json]) => isDeepStrictEqual(value, defaults[name]);
	return Object.fromEntries(
		Object.entries(found).filter((entry) => !isDefault(entry) || desired[entry[0]] !== undefined),
	);
}
