import { isJsonObject } from "../../../../json-value.js";
import { definedOnly, emptyObject, memberOf, type SqlValue, toDecimal } from "../values.js";
import type { FunctionContext, SqlFunctions } from "./sql-function.js";
import { characterAt, joined } from "./text-functions.js";

export const collectionFunctions: SqlFunctions = {
	concat: { call: (parameters, context) => concat(parameters, context) },
	get: { call: ([collection, key]) => itemOf(collection, key) },
	get_or_default: { since2016: true, call: ([value, otherwise]) => (value === undefined ? otherwise : value) },
	isnull: { call: ([value]) => value === null },
	isundefined: { since2016: true, call: ([value]) => value === undefined },
	transform: { since2016: true, call: (parameters, context) => enriched(parameters, context) },
};

/** An item of an array or a character, by its index from 0, or an object's member by its name. */
export function itemOf(collection: SqlValue, key: SqlValue): SqlValue {
	if (typeof collection === "string") return characterAt(collection, key);
	if (!Array.isArray(collection)) return typeof key === "string" ? memberOf(collection, key) : undefined;
	const index = toDecimal(key);
	return index === undefined ? undefined : collection[Math.round(index)];
}

/** One array when there is one among them, else a text when there is one among them. */
function concat(values: readonly SqlValue[], context: FunctionContext): SqlValue {
	if (values.length < 2) return values[0];
	if (values.some(Array.isArray)) {
		context.budget.spend(values.reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 1), 0));
		return definedOnly(values.flat(1) as SqlValue[]);
	}
	return values.some((value) => typeof value === "string") ? joined(values, context) : undefined;
}

/** transform("enrichArray", attributes, array): each object of the array with the attributes beside its own. */
function enriched([mode, attributes, items]: readonly SqlValue[], { budget }: FunctionContext): SqlValue {
	if (mode !== "enrichArray" || !isJsonObject(attributes) || !Array.isArray(items)) return undefined;
	const added = Object.keys(attributes).length;
	if (!items.every(isJsonObject)) return undefined;
	return items.map((item) => {
		budget.spend(1 + added + Object.keys(item).length);
		return Object.assign(emptyObject(), item, attributes);
	});
}
