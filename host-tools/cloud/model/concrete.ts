import { JsonText, type Part, Text, type Value } from "./resource.js";
import { type Place, resourceArn } from "./resource-arn.js";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json };

/** `value` as it is in one account. */
export function concrete(value: Value, place: Place): Json {
	if (value instanceof Text) return value.parts.map((part) => concretePart(part, place)).join("");
	if (value instanceof JsonText) return JSON.stringify(concrete(value.document, place));
	if (Array.isArray(value)) return value.map((item) => concrete(item, place));
	if (typeof value !== "object") return value;
	return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, concrete(item, place)]));
}

function concretePart(part: Part, place: Place): string {
	if (typeof part === "string") return part;
	return "pseudo" in part ? place[part.pseudo] : `${resourceArn(part.arnOf, place)}${part.suffix}`;
}
