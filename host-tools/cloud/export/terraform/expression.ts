import { concrete, type Json } from "../../model/concrete.js";
import type { Resource } from "../../model/resource.js";
import { JsonText, type Part, type Pseudo, Text, type Value } from "../../model/resource.js";
import { jsonParts } from "../json-parts.js";

/** Of the locals that main.tf.json begins with, and of what documents are filled in with. */
const places: Readonly<Record<Pseudo, string>> = Object.freeze({
	partition: "partition",
	region: "region",
	accountId: "account_id",
});

/** `SilentGroup` as `silent_group`. */
export function snakeCase(name: string): string {
	return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "_").toLowerCase();
}

/** Terraform's own signs, as text. */
export const quoted = (text: string): string => text.replaceAll(/[$%]\{/g, (sign) => `${sign[0]}${sign}`);

/** `value` as JSON that Terraform evaluates; `address` is how a resource is called there. */
export function expression(value: Value, address: (resource: Resource) => string): Json {
	if (value instanceof Text) {
		return value.parts
			.map((part) => {
				if (typeof part === "string") return quoted(part);
				if ("pseudo" in part) return `\${local.place.${places[part.pseudo]}}`;
				return `\${${address(part.arnOf)}.arn}${quoted(part.suffix)}`;
			})
			.join("");
	}
	if (value instanceof JsonText) throw new Error("Documents are files");
	if (Array.isArray(value)) return value.map((item) => expression(item, address));
	if (typeof value === "string") return quoted(value);
	if (typeof value !== "object") return value;
	return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, expression(item, address)]));
}

/** A document as a file that `templatefile` fills in with where it is: ARNs are spelled, so that it can be read by itself. */
export function documentTemplate(document: Value): string {
	const place = { partition: "${partition}", region: "${region}", accountId: "${account_id}" };
	const filled = (part: Part): string => {
		if (typeof part === "string") return quoted(part);
		return String(concrete(new Text([part]), place));
	};
	return `${jsonParts(document, "\t").map(filled).join("")}\n`;
}
