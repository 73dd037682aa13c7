import type { JsonObject, JsonValue } from "../../../json-value.js";
import type { SqlVersion } from "../sql/ast.js";
import type { Evaluator } from "../sql/evaluator.js";
import { fillTemplate, hasExpression, parseTemplate, type Template } from "../sql/template.js";
import { type ActionKind, actionKinds } from "./action-kinds.js";

/** An action whose substitution templates are parsed. */
export interface CompiledAction {
	/** As the API names it: "republish". */
	readonly name: string;
	readonly kind: ActionKind;
	/** The parameters, their templates filled. Throws as Evaluator does. */
	fill(evaluator: Evaluator): JsonObject;
}

type Filled = (evaluator: Evaluator) => JsonValue;

/** Roles and credentials are what they are. */
const neverTemplates: ReadonlySet<string> = new Set(["roleArn", "token", "destinationArn"]);

/** `action` has passed `checkAction`. Throws SqlParseException for a template that is none. */
export function compileAction(action: JsonObject, version: SqlVersion, variables: readonly string[]): CompiledAction {
	const [[name, parameters] = ["", {}]] = Object.entries(action);
	const kind = actionKinds[name];
	if (kind === undefined) throw new Error(`There is no kind of action ${name}`);
	const fill = compile(parameters, version, variables);
	return { name, kind, fill: (evaluator) => fill(evaluator) as JsonObject };
}

function compile(value: JsonValue, version: SqlVersion, variables: readonly string[]): Filled {
	if (typeof value === "string") return compileText(parseTemplate(value, version, variables), value);
	if (Array.isArray(value)) {
		const items = value.map((item) => compile(item, version, variables));
		return (evaluator) => items.map((fill) => fill(evaluator));
	}
	if (typeof value !== "object" || value === null) return () => value;
	const members = Object.entries(value).map(([name, member]): readonly [string, Filled] => {
		return [name, neverTemplates.has(name) ? () => member : compile(member, version, variables)];
	});
	return (evaluator) => Object.fromEntries(members.map(([name, fill]) => [name, fill(evaluator)]));
}

function compileText(template: Template, text: string): Filled {
	return hasExpression(template) ? (evaluator) => fillTemplate(template, evaluator) : () => text;
}
