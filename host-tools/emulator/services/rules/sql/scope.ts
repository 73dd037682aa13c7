import { isJsonObject, type JsonObject } from "../../../json-value.js";
import type { SelectItem } from "./ast.js";
import type { Budget } from "./budget.js";
import { isSpread, nameOf } from "./naming.js";
import { emptyObject, type SqlValue } from "./values.js";

/** Where names are looked up. */
export interface Scope {
	/** The message, or an item of what a nested query goes through. */
	readonly item: SqlValue;
	/** What the item itself is called. */
	readonly name: string | undefined;
	readonly outer: Scope | undefined;
}

/** The object that selected values make: later ones replace earlier ones of the same name, Undefined makes no member. */
export function selected(values: readonly (readonly [SelectItem, SqlValue])[], budget: Budget): JsonObject {
	const made = emptyObject();
	for (const [{ expression, alias }, value] of values) {
		if (value === undefined) continue;
		if (alias !== undefined) {
			put(made, alias, value);
		} else if (isSpread(expression)) {
			if (!isJsonObject(value)) continue;
			budget.spend(Object.keys(value).length);
			Object.assign(made, value);
		} else {
			put(made, [nameOf(expression) ?? ""], value);
		}
	}
	return made;
}

/** `AS a.b` makes a member of a member; objects that were made on the way are kept. */
function put(made: JsonObject, path: readonly string[], value: NonNullable<SqlValue> | null): void {
	let level = made;
	for (const name of path.slice(0, -1)) {
		const present = level[name];
		const next = isJsonObject(present) ? Object.assign(emptyObject(), present) : emptyObject();
		level[name] = next;
		level = next;
	}
	const last = path.at(-1);
	if (last !== undefined) level[last] = value;
}
