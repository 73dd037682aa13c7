import { thingNamePattern, thingNameRule } from "../../base/thing-name.js";
import type { TemplateBody } from "./template-body.js";

/** A value that AWS IoT refuses, so that RegisterThing fails and the claim is spent. */
export interface ImpossibleValue {
	/** "the thing's name", say. */
	readonly what: string;
	/** What AWS IoT allows. */
	readonly rule: string;
	/** Parameters it is made of. */
	readonly parameters: readonly string[];
}

/** Of functions in functions: a person writes two or three. What is deeper is not judged. */
const mostLevels = 32;

type Values = Readonly<Record<string, string>>;

const name = { pattern: thingNamePattern, rule: thingNameRule };
const attribute = {
	pattern: /^[a-zA-Z0-9_.,@/:#=[\]-]{0,800}$/,
	rule: "at most 800 letters, digits and _ . , @ / : # = [ ] -, and no blanks",
};

/**
 * What of a template's things cannot be what it becomes with these parameters (API model, ThingName and AttributeValue). What is made of
 * more than parameters, texts and Fn::Join is not judged.
 */
export function impossibleValues({ parameters, things }: TemplateBody, given: Values): readonly ImpossibleValue[] {
	const defaults = Object.entries(parameters).flatMap(([key, one]) =>
		one.default === undefined ? [] : [[key, one.default]],
	);
	const values: Values = { ...Object.fromEntries(defaults), ...given };
	const judge = (what: string, expression: unknown, { pattern, rule }: typeof name): ImpossibleValue[] => {
		const value = evaluate(expression, values);
		if (value === undefined || pattern.test(value)) return [];
		return [{ what, rule, parameters: referencesIn(expression) }];
	};
	return things.flatMap(({ ThingName, AttributePayload }) => [
		...judge("the thing's name", ThingName, name),
		...entriesOf(AttributePayload).flatMap(([key, value]) => judge(`the thing's attribute ${key}`, value, attribute)),
	]);
}

/** Undefined where it cannot be known. */
function evaluate(expression: unknown, values: Values, levels = mostLevels): string | undefined {
	if (levels === 0) return undefined;
	if (typeof expression === "string") return expression;
	const [[operator, operand] = [], ...more] = entriesOf(expression);
	if (more.length > 0) return undefined;
	if (operator === "Ref" && typeof operand === "string") return reference(operand, values);
	if (operator !== "Fn::Join" || !Array.isArray(operand)) return undefined;
	const [separator, parts] = operand as readonly unknown[];
	if (typeof separator !== "string" || !Array.isArray(parts)) return undefined;
	const texts = parts.map((part) => evaluate(part, values, levels - 1));
	return texts.every((text) => text !== undefined) ? texts.join(separator) : undefined;
}

function reference(target: string, values: Values): string | undefined {
	// Only the rest can be judged of what AWS fills in, such as a certificate's id.
	if (target.startsWith("AWS::")) return "0";
	return Object.hasOwn(values, target) ? values[target] : undefined;
}

function referencesIn(expression: unknown): readonly string[] {
	const own = entriesOf(expression).flatMap(([operator, operand]) =>
		operator === "Ref" ? [String(operand)] : Array.isArray(operand) ? operand.flat().flatMap(referencesIn) : [],
	);
	return [...new Set(own)].filter((target) => !target.startsWith("AWS::"));
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
