import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Edit, Range } from "../finding.js";
import { align } from "./align.js";
import { hole, type Located, type LocatedObject, type Member, stepOf } from "./located.js";
import { isNestedWithin, mostLevels } from "./nesting.js";
import { indentationAt, type SourceText } from "./source-text.js";

/** What JSON does not allow and JSON.parse, which AWS has in one form or another, would throw for. */
export interface JsonProblem {
	readonly kind: "syntax" | "trailing-comma" | "duplicate";
	readonly range: Range;
	readonly path: string;
	readonly says: string;
}

export interface ParsedJson {
	/** What could be made of it; undefined when nothing could. */
	readonly root: Located | undefined;
	readonly problems: readonly JsonProblem[];
}

/** Never throws. `path` is where the text itself stands. */
export function parseJson(source: SourceText, path = "$"): ParsedJson {
	const errors: ParseError[] = [];
	if (!isNestedWithin(source.text, mostLevels)) return { root: undefined, problems: [] };
	const tree = parseTree(withoutHoles(source.text), errors, { allowTrailingComma: false, disallowComments: true });
	const problems = problemsOf(source, errors, path);
	const root = tree && new Converter(source, problems).convert(tree, path);
	return { root, problems };
}

/** What stands for a value that is not known, outside of strings, as a number: one character as well. */
function withoutHoles(text: string): string {
	if (!text.includes(hole)) return text;
	return text.replace(/"(?:[^"\\]|\\[\s\S])*"|\uE000/g, (found) => (found === hole ? "0" : found));
}

function problemsOf(source: SourceText, errors: readonly ParseError[], path: string): JsonProblem[] {
	return errors.map(({ error, offset, length }) => {
		const comma = trailingComma(source.text, printParseErrorCode(error), offset);
		if (comma !== undefined) {
			return { kind: "trailing-comma", range: rangeOf(source, comma, 1), path, says: "a comma stands before the end" };
		}
		const says = printParseErrorCode(error)
			.replace(/([a-z])([A-Z])/g, "$1 $2")
			.toLowerCase();
		return { kind: "syntax", range: rangeOf(source, offset, length), path, says };
	});
}

/** Where the comma is; undefined when it is another error. */
function trailingComma(text: string, error: string, offset: number): number | undefined {
	if (error !== "PropertyNameExpected" && error !== "ValueExpected") return undefined;
	if (text[offset] !== "}" && text[offset] !== "]") return undefined;
	let at = offset - 1;
	while (at >= 0 && /\s/.test(text[at] ?? "")) at -= 1;
	return text[at] === "," ? at : undefined;
}

function rangeOf({ at }: SourceText, offset: number, length: number): Range {
	const start = at(offset);
	// Up to the next character: the last one may be written with two, as a quote within JSON is.
	return { start, end: length === 0 ? start : Math.max(at(offset + length - 1) + 1, at(offset + length)) };
}

class Converter {
	readonly #source: SourceText;
	readonly #problems: JsonProblem[];

	constructor(source: SourceText, problems: JsonProblem[]) {
		this.#source = source;
		this.#problems = problems;
	}

	convert(node: Node, path: string): Located {
		const range = rangeOf(this.#source, node.offset, node.length);
		const { children = [] } = node;
		if (node.type === "object") return this.#object(children, node, path);
		if (node.type === "array") {
			return { kind: "array", range, path, items: children.map((item, at) => this.convert(item, `${path}[${at}]`)) };
		}
		if (node.type === "string") return this.#string(node, path, range);
		if (this.#source.text[node.offset] === hole) return { kind: "unknown", range, path };
		return { kind: "plain", range, path, value: node.value };
	}

	#string({ offset, length, value }: Node, path: string, range: Range): Located {
		const { text, at } = this.#source;
		let offsets: Uint32Array | undefined;
		const at0 = (index: number) => {
			offsets ??= align(text, offset + 1, offset + length - 1, value, true);
			return at(offsets[Math.min(index, value.length)] ?? offset);
		};
		return { kind: "string", text: value, range, path, at: at0 };
	}

	#object(properties: readonly Node[], node: Node, path: string): LocatedObject {
		const members = properties.flatMap((property): Member[] => {
			const [key, value] = property.children ?? [];
			if (key === undefined || value === undefined) return [];
			const name = String(key.value);
			const nameRange = rangeOf(this.#source, key.offset, key.length);
			return [{ name, nameRange, value: this.convert(value, path + stepOf(name)) }];
		});
		const seen = new Set<string>();
		for (const { name, nameRange } of members) {
			const says = `${JSON.stringify(name)} is there twice`;
			if (seen.has(name)) this.#problems.push({ kind: "duplicate", range: nameRange, path: path + stepOf(name), says });
			seen.add(name);
		}
		const range = rangeOf(this.#source, node.offset, node.length);
		const insertion = this.#source.isVerbatim ? insertionInto(this.#source, node) : undefined;
		return { kind: "object", range, path, members, insertion };
	}
}

/** Behind the last member, on a line of its own where the members have lines of their own. */
function insertionInto({ text, at }: SourceText, { children = [] }: Node): LocatedObject["insertion"] {
	const last = children.at(-1);
	if (last === undefined) return undefined;
	return (name, value): Edit => {
		const indentation = indentationAt(text, last.offset);
		const lineStart = text.lastIndexOf("\n", last.offset - 1) + 1;
		const hasOwnLine = last.offset === lineStart + indentation.length && lineStart > 0;
		const written = `${JSON.stringify(name)}: ${spaced(value)}`;
		const offset = at(last.offset + last.length - 1) + 1;
		const edit = hasOwnLine ? `,\n${indentation}${written}` : `, ${written}`;
		return { range: { start: offset, end: offset }, text: edit };
	};
}

/** JSON on one line, with spaces. */
function spaced(value: unknown): string {
	return JSON.stringify(value, undefined, 1).replace(/\n\s*/g, " ");
}
