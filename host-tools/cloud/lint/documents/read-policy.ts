import {
	hole,
	isObject,
	isString,
	itemsOf,
	type Located,
	type LocatedObject,
	type LocatedString,
	memberNamed,
	membersOf,
	plainValue,
	textOf,
	valueAt,
} from "../text/located.js";
import type { Condition, Policy, PolicyFlavour, Statement } from "./document.js";

/** What looks like a policy, whether or not AWS would take it. */
export function looksLikePolicy(node: Located | undefined): node is LocatedObject {
	const statements = itemsOf(valueAt(node, "Statement"));
	return statements.some((one) => memberNamed(one, "Effect") !== undefined || memberNamed(one, "Action") !== undefined);
}

/** `flavour`: where it is said what it is attached to; otherwise it follows from what it allows. */
export function readPolicy(root: LocatedObject, file: string, flavour?: PolicyFlavour): Policy {
	const statements = itemsOf(valueAt(root, "Statement")).filter(isObject).map(readStatement);
	return {
		flavour: flavour ?? flavourOf(statements),
		root,
		version: valueAt(root, "Version"),
		statements,
		characters: (JSON.stringify(plainValue(root)) ?? "").replace(/\s/g, "").length,
		file,
	};
}

function readStatement(node: LocatedObject): Statement {
	const effect = textOf(node, "Effect");
	return {
		node,
		effect: effect === "Allow" || effect === "Deny" ? effect : undefined,
		actions: texts(valueAt(node, "Action")) ?? [],
		resources: texts(valueAt(node, "Resource")),
		notResources: texts(valueAt(node, "NotResource")),
		conditions: membersOf(valueAt(node, "Condition")).flatMap(readConditions),
	};
}

function readConditions({ name, nameRange, value }: ReturnType<typeof membersOf>[number]): readonly Condition[] {
	const operator = named(name, nameRange.start, value);
	return membersOf(value).map((member) => ({
		operator,
		key: named(member.name, member.nameRange.start, member.value),
		values: texts(member.value) ?? [],
	}));
}

/** The name of a member as a text that can be pointed at. */
function named(text: string, start: number, { path }: Located): LocatedString {
	return { kind: "string", text, range: { start, end: start + text.length }, path, at: (index) => start + index };
}

/** A list of what may be a list or one alone, a hole for each that is not known; undefined when there is none. */
function texts(node: Located | undefined): readonly LocatedString[] | undefined {
	if (node === undefined) return undefined;
	return itemsOf(node).flatMap((item): LocatedString[] => {
		if (isString(item)) return [item];
		const { range, path } = item;
		if (item.kind === "unknown") return [{ kind: "string", text: hole, range, path, at: () => range.start }];
		if (item.kind !== "plain") return [];
		return [{ kind: "string", text: String(item.value), range, path, at: () => range.start }];
	});
}

/** What MQTT asks for, and nobody grants to a person. */
const ofDevices = /^(?:iot:)(?:connect|subscribe|receive|retainpublish)$/i;

function flavourOf(statements: readonly Statement[]): PolicyFlavour {
	if (statements.some(({ node }) => memberNamed(node, "Principal") !== undefined)) {
		// A device's policy has none; who writes one into it is told.
		return isOfDevices(statements) ? "iot" : "trust";
	}
	if (hasThingVariables(statements)) return "iot";
	const actions = statements.flatMap((statement) => statement.actions.map(({ text }) => text));
	if (actions.some((action) => /^[a-z0-9-]+:/i.test(action) && !/^(?:iot|greengrass):/i.test(action))) return "iam";
	return isOfDevices(statements) ? "iot" : "iam";
}

/** What only a connection has. */
function hasThingVariables(statements: readonly Statement[]): boolean {
	return statements.some(
		({ resources = [], notResources = [], conditions }) =>
			[...resources, ...notResources].some(({ text }) => /\$\{iot:/i.test(text)) ||
			conditions.some(({ key }) => /^iot:connection\./i.test(key.text)),
	);
}

function isOfDevices(statements: readonly Statement[]): boolean {
	return statements.some(
		({ actions, resources = [], notResources = [], conditions }) =>
			actions.some(({ text }) => ofDevices.test(text)) ||
			[...resources, ...notResources].some(({ text }) =>
				/\$\{iot:|:client\/|:topicfilter\/|topic\/\$aws\/things\//i.test(text),
			) ||
			conditions.some(({ key }) => /^iot:(?:connection|certificate|clientid)/i.test(key.text)),
	);
}
