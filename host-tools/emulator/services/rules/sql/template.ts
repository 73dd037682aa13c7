import type { Expression, SqlVersion } from "./ast.js";
import type { Evaluator } from "./evaluator.js";
import { parseTemplateExpression } from "./parse-sql.js";

/** A text with `${expression}` in it, ready to be filled. */
export type Template = readonly (string | Expression)[];

/** Throws SqlParseException for an expression that is none. */
export function parseTemplate(text: string, version: SqlVersion, variables: readonly string[] = []): Template {
	const parts: (string | Expression)[] = [];
	let at = 0;
	for (let open = text.indexOf("${"); open >= 0; open = text.indexOf("${", at)) {
		if (open > at) parts.push(text.slice(at, open));
		const { expression, end } = parseTemplateExpression(text, version, open + 2, variables);
		parts.push(expression);
		at = end;
	}
	if (at < text.length) parts.push(text.slice(at));
	return parts;
}

export function hasExpression(template: Template): boolean {
	return template.some((part) => typeof part !== "string");
}

/** Throws as Evaluator does. */
export function fillTemplate(template: Template, evaluator: Evaluator): string {
	return template.map((part) => (typeof part === "string" ? part : evaluator.text(part))).join("");
}
