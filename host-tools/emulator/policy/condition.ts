import { BlockList, isIP } from "node:net";
import { type ConditionOperator, type OperatorName, parseConditionOperator } from "./condition-operators.js";
import {
	matchesPattern,
	type PatternPart,
	parseLiteral,
	parsePattern,
	patternText,
	resolvePattern,
} from "./pattern.js";
import type { PolicyContext } from "./policy-context.js";
import type { PolicyStatement } from "./policy-document.js";

interface Clause {
	readonly operator: ConditionOperator;
	readonly key: string;
	readonly values: readonly (readonly PatternPart[])[];
}

/** The conditions of a statement, ready to be evaluated; all of them must hold. */
export type CompiledConditions = readonly Clause[];

export function compileConditions(
	conditions: PolicyStatement["conditions"],
	hasVariables: boolean,
): CompiledConditions {
	const clauses: Clause[] = [];
	for (const [operatorText, keys] of conditions) {
		const operator = parseConditionOperator(operatorText);
		if (operator === undefined) throw new TypeError(`Condition operator "${operatorText}" slipped through the parser`);
		const parse = hasWildcards(operator.name) ? parsePattern : parseLiteral;
		for (const [key, values] of keys) {
			clauses.push({ operator, key, values: values.map((value) => parse(value, hasVariables)) });
		}
	}
	return clauses;
}

/** The first condition that does not hold, as `Operator key`; undefined when all hold. */
export function failingCondition(clauses: CompiledConditions, context: PolicyContext): string | undefined {
	const failing = clauses.find((clause) => !holds(clause, context));
	return failing && `${failing.operator.name} ${failing.key}`;
}

function holds({ operator, key, values }: Clause, context: PolicyContext): boolean {
	const actual = context.values(key);
	if (operator.name === "Null") {
		return values.some((value) => patternText(value).toLowerCase() === String(actual === undefined));
	}
	if (actual === undefined && operator.ifExists) return true;
	const expected: (readonly PatternPart[])[] = [];
	for (const value of values) {
		const resolved = resolvePattern(value, (name) => context.variable(name));
		// As with resources: what cannot be resolved makes the statement apply to nothing.
		if (resolved === undefined) return false;
		expected.push(resolved);
	}
	const negated = isNegated(operator.name);
	const satisfies = (candidate: string) =>
		expected.some((value) => compare(operator.name, candidate, value)) !== negated;
	if (operator.quantifier === "all") return (actual ?? []).every(satisfies);
	if (operator.quantifier === "any") return (actual ?? []).some(satisfies);
	const first = actual?.[0];
	return first === undefined ? negated : satisfies(first);
}

function isNegated(name: OperatorName): boolean {
	return name.includes("Not");
}

function hasWildcards(name: OperatorName): boolean {
	return name.startsWith("Arn") || name.endsWith("Like");
}

/** Compares by the positive form of the operator: `StringNotEquals` asks here whether the two are equal. */
function compare(name: OperatorName, actual: string, expected: readonly PatternPart[]): boolean {
	if (name.startsWith("Arn")) return matchesArn(actual, expected);
	const text = patternText(expected);
	switch (name) {
		case "StringLike":
		case "StringNotLike":
			return matchesPattern(expected, actual);
		case "StringEqualsIgnoreCase":
		case "StringNotEqualsIgnoreCase":
		case "Bool":
			return actual.toLowerCase() === text.toLowerCase();
		case "IpAddress":
		case "NotIpAddress":
			return isInSubnet(actual, text);
		default:
			if (name.startsWith("Numeric")) return compareNumbers(name, Number(actual), Number(text));
			if (name.startsWith("Date")) return compareNumbers(name, instant(actual), instant(text));
			return actual === text;
	}
}

function compareNumbers(name: OperatorName, actual: number, expected: number): boolean {
	if (name.endsWith("LessThan")) return actual < expected;
	if (name.endsWith("LessThanEquals")) return actual <= expected;
	if (name.endsWith("GreaterThan")) return actual > expected;
	if (name.endsWith("GreaterThanEquals")) return actual >= expected;
	return actual === expected;
}

/** ms; IAM takes ISO 8601 and seconds since 1970. */
function instant(text: string): number {
	return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

/** Each of the six parts of an ARN is compared by itself, so that no wildcard reaches over a colon before the resource. */
function matchesArn(actual: string, expected: readonly PatternPart[]): boolean {
	const actualParts = splitArn(actual);
	const expectedParts: PatternPart[][] = [[]];
	for (const part of expected) {
		if (part.kind !== "literal") {
			expectedParts.at(-1)?.push(part);
			continue;
		}
		for (const [index, text] of part.text.split(":").entries()) {
			if (index > 0 && expectedParts.length < 6) expectedParts.push([]);
			else if (index > 0) expectedParts.at(-1)?.push({ kind: "literal", text: ":" });
			if (text !== "") expectedParts.at(-1)?.push({ kind: "literal", text });
		}
	}
	return (
		actualParts.length === expectedParts.length &&
		expectedParts.every((part, index) => matchesPattern(part, actualParts[index] ?? ""))
	);
}

function splitArn(text: string): readonly string[] {
	const parts = text.split(":");
	return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

function isInSubnet(address: string, subnet: string): boolean {
	const [network = "", prefix] = subnet.split("/");
	const version = isIP(network);
	if (version === 0 || isIP(address) !== version) return false;
	const family = version === 4 ? "ipv4" : "ipv6";
	const bits = prefix === undefined ? (version === 4 ? 32 : 128) : Number(prefix);
	if (!Number.isInteger(bits) || bits < 0 || bits > (version === 4 ? 32 : 128)) return false;
	const list = new BlockList();
	list.addSubnet(network, bits, family);
	return list.check(address, family);
}
