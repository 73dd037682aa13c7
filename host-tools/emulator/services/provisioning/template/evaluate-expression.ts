import { invalidParameters } from "../rejection.js";
import type { Expression, ListExpression, TemplateBody } from "./template-body.js";

/** Characters of one evaluated value: as many as the whole template may have. */
const longestValue = 10_240;

export interface Scope {
	readonly mappings: TemplateBody["mappings"];
	/** The value of a parameter, pseudo parameter or resource; undefined when there is none. */
	reference(name: string): string | undefined;
	/** Names that only Fn::Sub knows: `AWS::Region`, `AWS::AccountId` (docs/aws-behaviour.md, "Template bodies"). */
	readonly substitutions: ReadonlyMap<string, string>;
	/** Counts characters that a value is made of. Throws ProvisioningRejection when the template has made too many. */
	spend(characters: number): void;
}

/** Throws ProvisioningRejection InvalidParameters in AWS's words where they are known. */
export function evaluate(expression: Expression, scope: Scope): string {
	const value = evaluateUnbounded(expression, scope);
	checkLongest(value.length);
	scope.spend(value.length);
	return value;
}

function checkLongest(characters: number): void {
	if (characters <= longestValue) return;
	throw invalidParameters(`A value of the template has ${characters} characters: the limit is ${longestValue}`);
}

function evaluateUnbounded(expression: Expression, scope: Scope): string {
	switch (expression.kind) {
		case "literal":
			return expression.value;
		case "ref":
			return resolve(expression.name, scope.reference(expression.name));
		case "join":
			return join(evaluateList(expression.list, scope), expression.delimiter);
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

/** A long delimiter between many items is refused before it is made. */
function join(items: readonly string[], delimiter: string): string {
	const characters =
		items.reduce((sum, item) => sum + item.length, 0) + delimiter.length * Math.max(items.length - 1, 0);
	checkLongest(characters);
	return items.join(delimiter);
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

/**
 * `${!Name}` stands for the text `${Name}`, e.g. of a policy variable. Each variable is evaluated once, however often it is named:
 * variables that are substitutions themselves would double the work with every level.
 */
function substitute({ text, variables }: Extract<Expression, { kind: "sub" }>, scope: Scope): string {
	const known = new Map<string, string>();
	return text.replace(/\$\{(!?)([^{}]*)\}/g, (_, literal: string, name: string) => {
		if (literal === "!") return `\${${name}}`;
		const value = known.get(name) ?? variableOf(name, variables, scope);
		known.set(name, value);
		scope.spend(value.length);
		return value;
	});
}

function variableOf(name: string, variables: ReadonlyMap<string, Expression>, scope: Scope): string {
	const variable = variables.get(name);
	if (variable !== undefined) return evaluate(variable, scope);
	return resolve(name, scope.substitutions.get(name) ?? scope.reference(name));
}

function resolve(name: string, value: string | undefined): string {
	if (value === undefined) throw invalidParameters(`Cannot resolve reference value: ${name}`);
	return value;
}
