import type { Resource } from "./resource.js";

/**
 * A property of a resource before it is known in which account it will be: `apply` makes it concrete, an export writes its references in its
 * own language.
 */
export type Value =
	| string
	| number
	| boolean
	| Text
	| JsonText
	| readonly Value[]
	| { readonly [member: string]: Value };

/** What differs from account to account. */
export type Pseudo = "partition" | "region" | "accountId";

export const pseudos: readonly Pseudo[] = Object.freeze(["partition", "region", "accountId"]);

/** The ARN of a resource of the same model, which therefore has to be there first. */
export interface ArnOf {
	readonly arnOf: Resource;
	/** Behind the ARN, e.g. `:*` for the streams of a log group. */
	readonly suffix: string;
}

export type Part = string | { readonly pseudo: Pseudo } | ArnOf;

/** Text with references. What looks like one in its strings, such as a policy variable `${…}`, is none. */
export class Text {
	readonly parts: readonly Part[];

	constructor(parts: readonly Part[]) {
		this.parts = parts;
	}
}

/** A document that AWS takes as JSON text, e.g. a template's body. */
export class JsonText {
	readonly document: Value;

	constructor(document: Value) {
		this.document = document;
	}
}

/** Text with `${partition}`, `${region}`, `${accountId}` and ARNs of resources in it. */
export function text(strings: TemplateStringsArray, ...values: readonly (Pseudo | ArnOf | { name: string })[]): Text {
	const parts = strings.flatMap((string, at): Part[] => {
		const value = values[at];
		if (value === undefined) return [string];
		if (typeof value === "string") return [string, { pseudo: value }];
		return [string, "name" in value ? value.name : value];
	});
	return new Text(parts.filter((part) => part !== ""));
}

export function arnOf(resource: Resource, suffix = ""): Text {
	return new Text([{ arnOf: resource, suffix }]);
}

/** Every part of every text in `value`, in the order in which it stands there. */
export function partsIn(value: Value): readonly Part[] {
	if (value instanceof Text) return value.parts;
	if (value instanceof JsonText) return partsIn(value.document);
	if (Array.isArray(value)) return value.flatMap((item) => partsIn(item));
	return typeof value === "object" ? Object.values(value).flatMap((item) => partsIn(item)) : [];
}
