import { invalidParameters } from "../rejection.js";
import type { Expression, ListExpression, TemplateBody } from "./template-body.js";

/** Characters of an evaluated value; a template with many references must not multiply a long parameter without end. */
const longestValue = 10_240;

export interface Scope {
	readonly mappings: TemplateBody["mappings"];
	/** The value of a parameter, pseudo parameter or resource; undefined when there is none. */
	reference(name: string): string | undefined;
	/** Names that only Fn::Sub knows: `AWS::Region`, `AWS::AccountId` (docs/aws-behaviour.md, "Template bodies"). */
	readonly substitutions: ReadonlyMap<string, string>;
}

/** Throws ProvisioningRejection InvalidParameters in AWS's words where they are known. */
export function evaluate(expression: Expression, scope: Scope): string {
	const value = evaluateUnbounded(expression, scope);
	if (value.length > longestValue) {
		throw invalidParameters(`A value of the template has ${value.length} characters: the limit is ${longestValue}`);
	}
	return value;
}

function evaluateUnbounded(expression: Expression, scope: Scope): string {
	switch (expression.kind) {
		case "literal":
			return expression.value;
		case "ref":
			return resolve(expression.name, scope.reference(expression.name));
		case "join":
			return evaluateList(expression.list, scope).join(expression.delimiter);
		case "select":
			return select(evaluate(expression.index, scope), evaluateList(expression.list, scope));
		case "find-in-map": {
			const value = findInMap(expression.keys, scope);
			if (typeof value === "string") return value;
			throw invalidParameters("Fn::FindInMap gives a list where a string is needed");
		}
		case "sub":
			return substitute(expression, scope);
	}
}

function evaluateList(list: ListExpression, scope: Scope): readonly string[] {
	if (list.kind === "list") return list.items.map((item) => evaluate(item, scope));
	if (list.kind === "split") return evaluate(list.text, scope).split(list.delimiter);
	const value = findInMap(list.keys, scope);
	if (typeof value !== "string") return value;
	throw invalidParameters("Fn::FindInMap gives a string where a list is needed");
}

function select(index: string, list: readonly string[]): string {
	const value = /^\d+$/.test(index) ? list[Number(index)] : undefined;
	if (value === undefined) {
		throw invalidParameters(`Fn::Select: index ${JSON.stringify(index)} is not within a list of ${list.length}`);
	}
	return value;
}

function findInMap(keys: readonly [Expression, Expression, Expression], scope: Scope): string | readonly string[] {
	const [map, first, second] = [evaluate(keys[0], scope), evaluate(keys[1], scope), evaluate(keys[2], scope)];
	const value = scope.mappings.get(map)?.get(first)?.get(second);
	if (value === undefined) throw invalidParameters(`Fn::FindInMap: no entry ${JSON.stringify([map, first, second])}`);
	return value;
}

/** `${!Name}` stands for the text `${Name}`, e.g. of a policy variable. */
function substitute({ text, variables }: Extract<Expression, { kind: "sub" }>, scope: Scope): string {
	return text.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
		if (literal === "!") return `\${${name}}`;
		const variable = variables.get(name);
		if (variable !== undefined) return evaluate(variable, scope);
		return resolve(name, scope.substitutions.get(name) ?? scope.reference(name));
	});
}

function resolve(name: string, value: string | undefined): string {
	if (value === undefined) throw invalidParameters(`Cannot resolve reference value: ${name}`);
	return value;
}
