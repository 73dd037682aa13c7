import type { Json } from "../model/concrete.js";

/** Characters of a line, its indentation included. */
const width = 120;

/** JSON for people: what fits into a line stands in one. Ends with a line end. */
export function readableJson(value: Json): string {
	return `${lines(value, "", 0)}\n`;
}

/** `taken`: characters that stand in the line before and behind it. */
function lines(value: Json, indent: string, taken: number): string {
	const short = oneLine(value);
	if (typeof value !== "object" || value === null || indent.length + taken + short.length <= width) return short;
	const inner = `${indent}\t`;
	if (Array.isArray(value)) {
		return `[\n${value.map((item) => inner + lines(item, inner, 1)).join(",\n")}\n${indent}]`;
	}
	const members = Object.entries(value).map(([name, item]) => {
		const head = `${JSON.stringify(name)}: `;
		return inner + head + lines(item, inner, head.length + 1);
	});
	return `{\n${members.join(",\n")}\n${indent}}`;
}

function oneLine(value: Json): string {
	if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
	if (typeof value !== "object" || value === null) return JSON.stringify(value);
	const members = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${oneLine(item)}`);
	return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}
