import { invalidRequest, quote } from "../../aws-error.js";

/** AWS: 3 for a thing without a thing type (50 with one, but there are no thing types here). */
const mostAttributes = 3;

export type Attributes = Readonly<Record<string, string>>;

/**
 * The attributes a thing has after an update: all new ones, or merged into `present`. An empty value removes its attribute.
 * Throws InvalidRequestException: a name or value outside AWS's patterns (no spaces), or too many.
 */
export function updateAttributes(present: Attributes, update: Attributes, merge: boolean): Attributes {
	// A Map and fromEntries, so that a name such as __proto__ is an attribute like any other.
	const attributes = new Map(merge ? Object.entries(present) : []);
	for (const [name, value] of Object.entries(update)) {
		check(name, value);
		if (value === "") attributes.delete(name);
		else attributes.set(name, value);
	}
	if (attributes.size > mostAttributes) {
		throw invalidRequest(
			`A thing without a thing type may have ${mostAttributes} attributes: these would be ${attributes.size}`,
		);
	}
	return Object.freeze(Object.fromEntries(attributes));
}

function check(name: string, value: string): void {
	if (!/^[a-zA-Z0-9_.,@/:#-]{1,128}$/.test(name)) {
		throw invalidRequest(`An attribute name must be 1 to 128 of a-z A-Z 0-9 _ . , @ / : # -: it is ${quote(name)}`);
	}
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
