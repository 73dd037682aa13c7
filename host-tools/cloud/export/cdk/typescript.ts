import type { Json } from "../../model/concrete.js";

/** Code as it stands, among values that are written as literals. */
export class Code {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

export type Literal =
	| Code
	| string
	| number
	| boolean
	| null
	| readonly Literal[]
	| { readonly [name: string]: Literal };

/** Characters of a line. */
const width = 120;

/** A literal of TypeScript; what fits into a line stands in one. `taken`: characters before and behind it. */
export function literal(value: Literal, indent: string, taken: number): string {
	const short = oneLine(value);
	if (!isBranch(value) || indent.length + taken + short.length <= width) return short;
	const inner = `${indent}\t`;
	if (isList(value)) {
		return `[\n${value.map((item) => `${inner}${literal(item, inner, 1)},\n`).join("")}${indent}]`;
	}
	const members = Object.entries(value).map(([name, item]) => {
		const head = `${key(name)}: `;
		return `${inner}${head}${literal(item, inner, head.length + 1)},\n`;
	});
	return `{\n${members.join("")}${indent}}`;
}

function oneLine(value: Literal): string {
	if (value instanceof Code) return value.text;
	if (!isBranch(value)) return JSON.stringify(value as Json);
	if (isList(value)) return `[${value.map(oneLine).join(", ")}]`;
	const members = Object.entries(value).map(([name, item]) => `${key(name)}: ${oneLine(item)}`);
	return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function isBranch(value: Literal): value is readonly Literal[] | { readonly [name: string]: Literal } {
	return typeof value === "object" && value !== null && !(value instanceof Code);
}

const isList = (value: object): value is readonly Literal[] => Array.isArray(value);

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** `CACertificatePem` as `caCertificatePem`, `IoTPolicy` as `ioTPolicy`: as the CDK names properties and we variables. */
export function camelCase(name: string): string {
	return name.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (capitals) => capitals.toLowerCase());
}
