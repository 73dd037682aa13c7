import type { Edit, Range } from "../finding.js";
import type { SourceText } from "./source-text.js";

/** JSON, YAML and Terraform alike: values that know where they stand. */
export type Located = LocatedObject | LocatedArray | LocatedString | LocatedPlain | LocatedUnknown;

interface Place {
	readonly range: Range;
	/** E.g. `$.Statement[0].Resource`. */
	readonly path: string;
}

export interface Member {
	readonly name: string;
	readonly nameRange: Range;
	readonly value: Located;
	/** YAML's tag for a function of CloudFormation makes a member that nobody wrote. */
	readonly isTag?: true;
}

export interface LocatedObject extends Place {
	readonly kind: "object";
	readonly members: readonly Member[];
	/** Adds a member in the way this document is written; undefined where that cannot be done. */
	readonly insertion?: ((name: string, value: unknown) => Edit | undefined) | undefined;
}

export interface LocatedArray extends Place {
	readonly kind: "array";
	readonly items: readonly Located[];
}

export interface LocatedString extends Place {
	readonly kind: "string";
	/** With `hole` for each part that is known only when the document is used. */
	readonly text: string;
	/** Offset in the file of the character at `index`. */
	at(index: number): number;
}

export interface LocatedPlain extends Place {
	readonly kind: "plain";
	readonly value: number | boolean | null;
}

/** What only its tool knows: a reference, a function's value. */
export interface LocatedUnknown extends Place {
	readonly kind: "unknown";
}

/** Stands for text of any length that is not known here, e.g. the value of a variable. A private character of Unicode. */
export const hole = "\uE000";

export const isObject = (node: Located | undefined): node is LocatedObject => node?.kind === "object";
export const isArray = (node: Located | undefined): node is LocatedArray => node?.kind === "array";
export const isString = (node: Located | undefined): node is LocatedString => node?.kind === "string";

/** The last of that name, as parsers of JSON take it. */
export function memberNamed(node: Located | undefined, name: string): Member | undefined {
	return isObject(node) ? node.members.findLast((member) => member.name === name) : undefined;
}

export function valueAt(node: Located | undefined, ...names: readonly string[]): Located | undefined {
	return names.reduce<Located | undefined>((inner, name) => memberNamed(inner, name)?.value, node);
}

/** The text at that member; undefined where it is none, or not known. */
export function textOf(node: Located | undefined, ...names: readonly string[]): string | undefined {
	const value = valueAt(node, ...names);
	return isString(value) && !value.text.includes(hole) ? value.text : undefined;
}

/** The members of an object, none of anything else. */
export function membersOf(node: Located | undefined): readonly Member[] {
	return isObject(node) ? node.members : [];
}

/** The items of a list; of anything else itself, as policies take one for a list of one. */
export function itemsOf(node: Located | undefined): readonly Located[] {
	if (node === undefined) return [];
	return node.kind === "array" ? node.items : [node];
}

/** As JSON would be parsed; a hole for what is not known. */
export function plainValue(node: Located): unknown {
	switch (node.kind) {
		case "object":
			return Object.fromEntries(node.members.map(({ name, value }) => [name, plainValue(value)]));
		case "array":
			return node.items.map(plainValue);
		case "string":
			return node.text;
		case "plain":
			return node.value;
		case "unknown":
			return hole;
	}
}

/** Every node, each before what is in it. */
export function* allNodes(node: Located): Iterable<Located> {
	yield node;
	if (node.kind === "object") for (const { value } of node.members) yield* allNodes(value);
	if (node.kind === "array") for (const item of node.items) yield* allNodes(item);
}

/** What is written in `string` as a text of its own, for a parser. */
export function textWithin(file: string, string: LocatedString): SourceText {
	const { text } = string;
	const first = string.at(0);
	const isVerbatim =
		text.length > 0 && file.startsWith(text, first) && string.at(text.length - 1) === first + text.length - 1;
	return { text, at: (index) => string.at(index), isVerbatim };
}

/** `replacement` for the characters from `from` to `to` of a string; undefined where they do not stand in the file as they are. */
export function editWithin(
	file: string,
	string: LocatedString,
	from: number,
	to: number,
	replacement: string,
): Edit | undefined {
	const start = string.at(from);
	const end = to === from ? start : string.at(to - 1) + 1;
	if (file.slice(start, end) !== string.text.slice(from, to)) return undefined;
	return { range: { start, end }, text: replacement };
}

/** A member's name as a step of a path. */
export function stepOf(name: string): string {
	return /^[A-Za-z_][\w-]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
