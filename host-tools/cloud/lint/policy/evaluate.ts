import type { Condition, Policy, Statement } from "../documents/document.js";
import { hole, type LocatedString } from "../text/located.js";
import { isUnknownArn } from "./arn.js";
import { type Lookup, matches, matchesPlain, readPattern, unknownPart, unknownValue } from "./glob.js";

/** Whether a policy lets a connection do something, as far as that can be said without the connection. */

export interface Request {
	/** `iot:Publish` */
	readonly action: string;
	/** The whole ARN. */
	readonly resource: string;
	readonly values: Lookup;
}

/**
 * What is not known here is taken in favour of the policy: an unknown part of an Allow matches, a condition on an address is met; of a Deny it does
 * not. So `false` is certain.
 */
export function mayBeAllowed(policy: Policy, request: Request): boolean {
	const applies = (statement: Statement, lenient: boolean) => appliesTo(policy, statement, request, lenient);
	const denied = policy.statements.some((one) => one.effect === "Deny" && applies(one, false));
	return !denied && policy.statements.some((one) => one.effect === "Allow" && applies(one, true));
}

/** As `mayBeAllowed`, of one statement. */
export function appliesTo(policy: Policy, statement: Statement, request: Request, lenient: boolean): boolean {
	return (
		namesAction(statement, request.action) &&
		covers(policy, statement, request, lenient) &&
		statement.conditions.every((condition) => holds(policy, condition, request.values) ?? lenient)
	);
}

export function namesAction(statement: Statement, action: string): boolean {
	const wanted = action.toLowerCase();
	return statement.actions.some(({ text }) => text === hole || matchesPlain(text.toLowerCase(), wanted, true));
}

/** True where its version is the one that has variables, or cannot be known. */
export function hasVariables({ version }: Policy): boolean {
	if (version === undefined) return false;
	return (
		version.kind === "unknown" ||
		(version.kind === "string" && (version.text === "2012-10-17" || version.text.includes(hole)))
	);
}

function covers(
	policy: Policy,
	{ effect, resources, notResources }: Statement,
	request: Request,
	lenient: boolean,
): boolean {
	const { resource, values } = request;
	const lookup = hasVariables(policy) ? values : undefined;
	const match = ({ text }: LocatedString, isLenient: boolean) => {
		if (isUnknownArn(text)) return isLenient;
		const pattern = readPattern(text, lookup);
		return pattern !== undefined && matches(pattern, resource, isLenient);
	};
	if (resources !== undefined) return resources.some((one) => match(one, lenient));
	if (notResources === undefined) return false;
	// What has no value, in NotResource, fails closed: such an Allow covers nothing, such a Deny still denies.
	const isOpen = notResources.some(({ text }) => lookup !== undefined && readPattern(text, lookup) === undefined);
	if (isOpen && effect === "Allow") return false;
	return !notResources.some((one) => match(one, !lenient));
}

/** Undefined where it cannot be known. */
function holds(policy: Policy, { operator, key, values }: Condition, lookup: Lookup): boolean | undefined {
	const [, quantifier, name = "", ifExists] =
		/^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/.exec(operator.text) ?? [];
	const actual = lookup(key.text);
	if (actual === unknownValue || key.text.includes(hole) || values.some(({ text }) => text.includes(hole)))
		return undefined;
	if (name === "Null") return values.some(({ text }) => text.toLowerCase() === String(actual === undefined));
	const isNegated = name.includes("Not");
	const resolved = hasVariables(policy) ? lookup : undefined;
	if (actual === undefined) {
		if (ifExists !== undefined) return true;
		if (resolved !== undefined && values.some(({ text }) => readPattern(text, resolved) === undefined)) return false;
		return quantifier === undefined ? isNegated : quantifier === "ForAllValues:";
	}
	const compare = comparison(name);
	if (compare === undefined) return undefined;
	const found = values.map(({ text }) => compare(actual, text, resolved));
	if (found.includes("unknown")) return undefined;
	if (found.includes("no value")) return false;
	return found.includes(true) !== isNegated;
}

type Comparison = (actual: string, expected: string, lookup: Lookup | undefined) => boolean | "unknown" | "no value";

function comparison(name: string): Comparison | undefined {
	const ignoresCase = name.includes("IgnoreCase") || name === "Bool";
	const isPlain = /^(?:String(?:Not)?Equals(?:IgnoreCase)?|Bool)$/.test(name);
	if (!isPlain && !/^String(?:Not)?Like$/.test(name)) return undefined;
	return (actual, expected, lookup) => {
		const fold = (text: string) => (ignoresCase ? text.toLowerCase() : text);
		const pattern = readPattern(
			isPlain ? expected.replace(/[*?]/g, "$${$&}") : expected,
			isPlain ? (lookup ?? (() => undefined)) : lookup,
		);
		if (pattern === undefined) return lookup === undefined && isPlain ? fold(actual) === fold(expected) : "no value";
		if (pattern.includes(unknownPart)) return "unknown";
		const folded = pattern.map((part) => (part < 0 ? part : (fold(String.fromCodePoint(part)).codePointAt(0) ?? 0)));
		return matches(folded, fold(actual), false);
	};
}
