import { invalidRequest, quote } from "../aws-error.js";

/** Attributes of a thing without a thing type, and of one with a type or of a thing group (docs/aws-behaviour.md, "Names and sizes"). */
export const mostAttributes = Object.freeze({ untyped: 3, typed: 50 });

export type Attributes = Readonly<Record<string, string>>;

/**
 * The attributes a thing has after an update: all new ones, or merged into `present`. An empty value removes its attribute.
 * Throws InvalidRequestException: a name or value outside AWS's patterns (no spaces), or too many.
 */
export function updateAttributes(
	present: Attributes,
	update: Attributes,
	{ merge, most }: { readonly merge: boolean; readonly most: number },
): Attributes {
	// A Map and fromEntries, so that a name such as __proto__ is an attribute like any other.
	const attributes = new Map(merge ? Object.entries(present) : []);
	for (const [name, value] of Object.entries(update)) {
		check(name, value);
		if (value === "") attributes.delete(name);
		else attributes.set(name, value);
	}
	checkCount(attributes.size, most);
	return Object.freeze(Object.fromEntries(attributes));
}

export function checkCount(count: number, most: number): void {
	if (count <= most) return;
	const who = most === mostAttributes.untyped ? "A thing without a thing type" : "A thing or thing group";
	throw invalidRequest(`${who} may have ${most} attributes: these would be ${count}`);
}

export function checkAttributeName(name: string): string {
	if (/^[a-zA-Z0-9_.,@/:#-]{1,128}$/.test(name)) return name;
	throw invalidRequest(`An attribute name must be 1 to 128 of a-z A-Z 0-9 _ . , @ / : # -: it is ${quote(name)}`);
}

function check(name: string, value: string): void {
	checkAttributeName(name);
	if (typeof value !== "string" || !/^[a-zA-Z0-9_.,@/:#=[\]-]{0,800}$/.test(value)) {
		throw invalidRequest(
			`The value of attribute "${name}" must be at most 800 of a-z A-Z 0-9 _ . , @ / : # = [ ] - (no spaces): it is ${quote(value)}`,
		);
	}
}

export function sameAttributes(a: Attributes, b: Attributes): boolean {
	const names = Object.keys(a);
	return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && a[name] === b[name]);
}
