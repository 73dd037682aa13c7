import {
	type Alias,
	isAlias,
	isMap,
	isPair,
	isScalar,
	isSeq,
	type Node,
	parseDocument,
	type Scalar,
	type YAMLMap,
} from "yaml";
import type { Edit, Range } from "../finding.js";
import { align } from "./align.js";
import { type Located, type LocatedObject, type Member, stepOf } from "./located.js";
import { isNestedWithin, mostLevels } from "./nesting.js";

/** Ours: an alias may stand for much, again and again. */
const mostNodes = 200_000;

export interface ParsedYaml {
	readonly root: Located | undefined;
	/** Why it is no YAML, in the parser's words. */
	readonly problem: { readonly says: string; readonly range: Range } | undefined;
}

/** YAML with the short forms of CloudFormation: `!Sub x` is read as the object `{"Fn::Sub": x}`. Never throws. */
export function parseYaml(text: string): ParsedYaml {
	const nothing = { root: undefined, problem: undefined };
	if (!isNestedWithin(text, mostLevels)) return nothing;
	try {
		const document = parseDocument(text, { logLevel: "silent", prettyErrors: false, uniqueKeys: false });
		const [error] = document.errors;
		const problem = error && { says: error.message, range: { start: error.pos[0], end: error.pos[1] } };
		if (document.contents === null) return { root: undefined, problem };
		return { root: new Converter(text, document).convert(document.contents, "$", 0), problem };
	} catch (thrown) {
		// The library's own recursion, or ours into aliases.
		if (thrown instanceof RangeError || thrown instanceof ReferenceError) return nothing;
		throw thrown;
	}
}

class Converter {
	readonly #text: string;
	readonly #document: Parameters<Alias["resolve"]>[0];
	#nodes = 0;

	constructor(text: string, document: Parameters<Alias["resolve"]>[0]) {
		this.#text = text;
		this.#document = document;
	}

	convert(node: Node, path: string, depth: number): Located {
		this.#nodes += 1;
		if (this.#nodes > mostNodes || depth > mostLevels) throw new RangeError("too much");
		const { tag } = node;
		const name = tag === undefined || !/^![A-Za-z]/.test(tag) ? undefined : functionOf(tag.slice(1));
		const range = this.#range(node);
		if (name === undefined) return this.#untagged(node, path, depth);
		const value = this.#untagged(node, path + stepOf(name), depth);
		const argument = name === "Fn::GetAtt" && value.kind === "string" ? splitAttribute(value) : value;
		return { kind: "object", range, path, members: [{ name, nameRange: range, value: argument, isTag: true }] };
	}

	#untagged(node: Node, path: string, depth: number): Located {
		const range = this.#range(node);
		if (isAlias(node)) {
			const target = node.resolve(this.#document);
			return target === undefined ? { kind: "unknown", range, path } : this.convert(target, path, depth + 1);
		}
		if (isMap(node)) return this.#object(node, path, depth);
		if (isSeq(node)) {
			const items = node.items.map((item, at) => this.#value(item as Node | null, `${path}[${at}]`, range, depth));
			return { kind: "array", range, path, items };
		}
		return isScalar(node) ? this.#scalar(node, path, range) : { kind: "unknown", range, path };
	}

	#value(node: Node | null, path: string, range: Range, depth: number): Located {
		if (node === null) return { kind: "plain", value: null, range: { start: range.end, end: range.end }, path };
		return this.convert(node, path, depth + 1);
	}

	#object(map: YAMLMap, path: string, depth: number): LocatedObject {
		const range = this.#range(map);
		const members = map.items.flatMap((pair): Member[] => {
			if (!isPair(pair) || !isScalar(pair.key)) return [];
			const name = String(pair.key.value);
			const nameRange = this.#range(pair.key);
			return [
				{ name, nameRange, value: this.#value(pair.value as Node | null, path + stepOf(name), nameRange, depth) },
			];
		});
		return { kind: "object", range, path, members, insertion: this.#insertion(map, members) };
	}

	#scalar(node: Scalar, path: string, range: Range): Located {
		const { value } = node;
		if (typeof value === "number" || typeof value === "boolean" || value === null) {
			// An account's id or a port, unquoted: what policies and templates compare is its text.
			return { kind: "plain", value, range, path };
		}
		const text = typeof value === "string" ? value : String(node.source ?? value);
		const start = range.start + (node.type?.startsWith("QUOTE") ? 1 : 0);
		let offsets: Uint32Array | undefined;
		const at = (index: number) => {
			offsets ??= align(this.#text, this.#bodyStart(node, start), range.end, text, node.type === "QUOTE_DOUBLE");
			return offsets[Math.min(index, text.length)] ?? start;
		};
		return { kind: "string", text, range, path, at };
	}

	/** Behind the header of a block: `|`, `>-` and the like. */
	#bodyStart({ type }: Scalar, start: number): number {
		if (type !== "BLOCK_LITERAL" && type !== "BLOCK_FOLDED") return start;
		const end = this.#text.indexOf("\n", start);
		return end < 0 ? start : end + 1;
	}

	/** Before the first member, which is where the indentation of a block is known; behind a brace in flow style. */
	#insertion({ flow }: YAMLMap, [first]: readonly Member[]): LocatedObject["insertion"] {
		if (first === undefined) return undefined;
		return (name, value): Edit => {
			const { start } = first.nameRange;
			const lineStart = this.#text.lastIndexOf("\n", start - 1) + 1;
			const between = flow === true ? ", " : `\n${this.#text.slice(lineStart, start).replace(/[^\t]/g, " ")}`;
			return { range: { start, end: start }, text: `${name}: ${JSON.stringify(value)}${between}` };
		};
	}

	#range(node: Node): Range {
		const [start = 0, end = 0] = node.range ?? [];
		return { start, end };
	}
}

function functionOf(tag: string): string {
	return tag === "Ref" || tag === "Condition" ? tag : `Fn::${tag}`;
}

/** `!GetAtt Thing.Arn` is `["Thing", "Arn"]`. */
function splitAttribute(value: Extract<Located, { kind: "string" }>): Located {
	const dot = value.text.indexOf(".");
	if (dot < 0) return value;
	const part = (from: number, to: number): Located => ({
		...value,
		text: value.text.slice(from, to),
		at: (index) => value.at(from + index),
	});
	return {
		kind: "array",
		range: value.range,
		path: value.path,
		items: [part(0, dot), part(dot + 1, value.text.length)],
	};
}
