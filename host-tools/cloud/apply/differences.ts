import type { Json } from "../model/concrete.js";
import type { Properties } from "./kind.js";

/** One value that is not as it should be. */
export interface Difference {
	/** Members and indexes with dots between them, e.g. `PolicyDocument.Statement.0.Action`. */
	readonly path: string;
	/** In the account; undefined: there is none. */
	readonly found: Json | undefined;
	/** Undefined: there is to be none. */
	readonly wanted: Json | undefined;
}

/** In the order of `wanted`. Texts that are JSON are compared as JSON, lists of plain values without regard to their order. */
export function differences(wanted: Properties, found: Properties): readonly Difference[] {
	return compare(wanted, found, "");
}

function compare(wanted: Json | undefined, found: Json | undefined, path: string): readonly Difference[] {
	if (wanted === undefined || found === undefined) return wanted === found ? [] : [{ path, wanted, found }];
	const [a, b] = asDocuments(wanted, found);
	if (isPlainList(a) && isPlainList(b)) return sorted(a) === sorted(b) ? [] : [{ path, wanted: a, found: b }];
	if (
		typeof a !== "object" ||
		typeof b !== "object" ||
		a === null ||
		b === null ||
		Array.isArray(a) !== Array.isArray(b)
	) {
		return a === b ? [] : [{ path, wanted: a, found: b }];
	}
	const members = (value: object) => value as Readonly<Record<string, Json | undefined>>;
	const names = new Set([...Object.keys(a), ...Object.keys(b)]);
	return [...names].flatMap((name) =>
		compare(members(a)[name], members(b)[name], path === "" ? name : `${path}.${name}`),
	);
}

/** Both as what their text says, where both are JSON. */
function asDocuments(wanted: Json, found: Json): readonly [Json, Json] {
	if (typeof wanted !== "string" || typeof found !== "string" || !/^\s*[[{]/.test(wanted)) return [wanted, found];
	try {
		return [JSON.parse(wanted), JSON.parse(found)];
	} catch {
		return [wanted, found];
	}
}

function isPlainList(value: Json): value is readonly Json[] {
	return Array.isArray(value) && value.every((item) => typeof item !== "object");
}

function sorted(list: readonly Json[]): string {
	return JSON.stringify(list.map((item) => JSON.stringify(item)).toSorted());
}
