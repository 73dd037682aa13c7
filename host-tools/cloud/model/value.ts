import { type ArnOf, JsonText, type Part, type Pseudo, type Resource, Text, type Value } from "./resource.js";

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
