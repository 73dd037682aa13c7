import type { Json } from "../../model/concrete.js";
import { Text, type Value } from "../../model/resource.js";
import type { Scripting } from "./context.js";

export type JsonMembers = Readonly<Record<string, Json>>;

/** The properties of these names, as far as there are any. */
export function taken(
	members: Scripting["members"],
	names: readonly string[],
	concrete: Scripting["concrete"],
): JsonMembers {
	return Object.fromEntries(
		names.flatMap((name) => {
			const value = members.maybe(name);
			return value === undefined ? [] : [[name, concrete(value)] as const];
		}),
	);
}

/** Of the one resource whose ARN `value` is. */
export function nameOf(value: Value): string {
	const [part] = value instanceof Text ? value.parts : [];
	if (typeof part !== "object" || !("arnOf" in part)) throw new Error("It is no resource's ARN");
	return part.arnOf.name;
}
