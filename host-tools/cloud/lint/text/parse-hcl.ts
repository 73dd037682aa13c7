import type { Edit } from "../finding.js";
import { HclCursor, HclProblem } from "./hcl-cursor.js";
import { type HclText, readHeredoc, readQuoted, written } from "./hcl-template.js";
import { type Located, type LocatedObject, type Member, stepOf } from "./located.js";
import { isNestedWithin, mostLevels } from "./nesting.js";

/** `resource "aws_iot_policy" "device" { … }` */
export interface HclBlock {
	readonly type: string;
	readonly labels: readonly string[];
	readonly body: LocatedObject;
}

export interface ParsedHcl {
	readonly blocks: readonly HclBlock[];
	/** What stopped the reader; the blocks before are there. */
	readonly problem: { readonly says: string; readonly offset: number } | undefined;
}

const identifier = /[A-Za-z_][\w-]*/y;

/** The blocks of Terraform's own language; values that need evaluation are unknown. Never throws. */
export function parseHcl(text: string): ParsedHcl {
	const blocks: HclBlock[] = [];
	if (!isNestedWithin(text, mostLevels)) return { blocks, problem: { says: "it is nested too deep", offset: 0 } };
	const reader = new Reader(text);
	try {
		for (let block = reader.block(); block !== undefined; block = reader.block()) blocks.push(block);
		return { blocks, problem: undefined };
	} catch (thrown) {
		if (!(thrown instanceof HclProblem)) throw thrown;
		return { blocks, problem: { says: thrown.message, offset: thrown.offset } };
	}
}

class Reader {
	readonly #cursor: HclCursor;

	constructor(text: string) {
		this.#cursor = new HclCursor(text);
	}

	/** The next block of the file; undefined at its end. Throws HclProblem. */
	block(): HclBlock | undefined {
		const cursor = this.#cursor;
		for (;;) {
			cursor.skip(true);
			if (cursor.character === "") return undefined;
			const type = cursor.match(identifier);
			if (type === undefined) throw new HclProblem(cursor.at, "a block is expected");
			const labels = this.#labels();
			if (cursor.startsWith("{")) {
				return { type, labels, body: this.#body([type, ...labels].reduce((path, step) => path + stepOf(step), "$")) };
			}
			// An attribute, as files of variables have them.
			cursor.expect("=");
			this.#expression(`$.${type}`);
		}
	}

	#labels(): readonly string[] {
		const cursor = this.#cursor;
		const labels: string[] = [];
		for (;;) {
			cursor.skip(false);
			const label = cursor.take('"') ? readQuoted(cursor).text : cursor.match(identifier);
			if (label === undefined) return labels;
			labels.push(label);
		}
	}

	/** At the brace; ends behind the closing one. */
	#body(path: string): LocatedObject {
		const cursor = this.#cursor;
		const start = cursor.at;
		cursor.expect("{");
		const members: Member[] = [];
		for (;;) {
			cursor.skip(true);
			if (cursor.take("}")) return { kind: "object", range: { start, end: cursor.at }, path, members };
			members.push(this.#argument(path));
		}
	}

	/** An attribute, or a block within a block. */
	#argument(path: string): Member {
		const cursor = this.#cursor;
		const start = cursor.at;
		const name = cursor.match(identifier);
		if (name === undefined) throw new HclProblem(start, "a name is expected");
		const nameRange = { start, end: cursor.at };
		const labels = this.#labels();
		if (cursor.startsWith("{")) {
			const inner = name === "dynamic" ? (labels[0] ?? name) : name;
			return { name: inner, nameRange, value: this.#body(path + stepOf(inner)) };
		}
		cursor.expect("=");
		return { name, nameRange, value: this.#expression(path + stepOf(name)) };
	}

	/** `lineEnds`: within brackets, where an expression may go on after the end of its line. */
	#expression(path: string, lineEnds = false): Located {
		const cursor = this.#cursor;
		cursor.skip(lineEnds);
		const start = cursor.at;
		const value = this.#primary(path);
		const end = cursor.at;
		cursor.skip(lineEnds);
		if (cursor.character === "" || /[\n,\]})]/.test(cursor.character)) return value;
		// An operator, an index, a condition: its value is Terraform's to know. Objects in brackets may have no commas between members.
		if (lineEnds && cursor.text.slice(end, cursor.at).includes("\n")) return value;
		this.#skipExpression(false);
		return { kind: "unknown", range: { start, end: cursor.at }, path };
	}

	#primary(path: string): Located {
		const cursor = this.#cursor;
		const start = cursor.at;
		if (cursor.take('"')) return this.#string(readQuoted(cursor), start, path);
		if (cursor.startsWith("<<")) return this.#string(readHeredoc(cursor), start, path);
		if (cursor.startsWith("[")) return this.#tuple(path);
		if (cursor.startsWith("{")) return this.#object(path);
		const number = cursor.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
		if (number !== undefined) return this.#plain(Number(number), start, path);
		const name = cursor.match(identifier);
		if (name === "true" || name === "false") return this.#plain(name === "true", start, path);
		if (name === "null") return this.#plain(null, start, path);
		if (name === "jsonencode" && cursor.take("(")) return this.#encoded(path);
		this.#skipExpression(false);
		return { kind: "unknown", range: { start, end: cursor.at }, path };
	}

	#string({ text, offsets }: HclText, start: number, path: string): Located {
		const range = { start, end: this.#cursor.at };
		return { kind: "string", text, range, path, at: (index) => offsets[Math.min(index, text.length)] ?? start };
	}

	#plain(value: number | boolean | null, start: number, path: string): Located {
		return { kind: "plain", value, range: { start, end: this.#cursor.at }, path };
	}

	/** The document itself in place of its text. */
	#encoded(path: string): Located {
		const value = this.#expression(path, true);
		this.#cursor.skip(true);
		this.#cursor.expect(")");
		return value;
	}

	#tuple(path: string): Located {
		const cursor = this.#cursor;
		const start = cursor.at;
		cursor.expect("[");
		if (this.#isLoop()) return this.#unknownTo("]", start, path);
		const items: Located[] = [];
		for (;;) {
			cursor.skip(true);
			if (cursor.take("]")) return { kind: "array", range: { start, end: cursor.at }, path, items };
			items.push(this.#expression(`${path}[${items.length}]`, true));
			cursor.skip(true);
			if (!cursor.take(",") && cursor.character !== "]") throw new HclProblem(cursor.at, "a comma is expected");
		}
	}

	#object(path: string): Located {
		const cursor = this.#cursor;
		const start = cursor.at;
		cursor.expect("{");
		if (this.#isLoop()) return this.#unknownTo("}", start, path);
		const members: Member[] = [];
		for (;;) {
			cursor.skip(true);
			if (cursor.take("}")) {
				return { kind: "object", range: { start, end: cursor.at }, path, members, insertion: this.#insertion(members) };
			}
			members.push(this.#entry(path));
			cursor.skip(true);
			cursor.take(",");
		}
	}

	#entry(path: string): Member {
		const cursor = this.#cursor;
		const start = cursor.at;
		const name = cursor.take('"') ? readQuoted(cursor).text : cursor.match(identifier);
		if (name === undefined) throw new HclProblem(start, "a key is expected");
		const nameRange = { start, end: cursor.at };
		cursor.skip(false);
		if (!cursor.take("=") && !cursor.take(":")) throw new HclProblem(cursor.at, "= is expected");
		return { name, nameRange, value: this.#expression(path + stepOf(name), true) };
	}

	/** Before the first member, whose indentation is that of all. */
	#insertion([first]: readonly Member[]): LocatedObject["insertion"] {
		if (first === undefined) return undefined;
		const { text } = this.#cursor;
		return (name, value): Edit => {
			const { start } = first.nameRange;
			const lineStart = text.lastIndexOf("\n", start - 1) + 1;
			const before = text.slice(lineStart, start);
			const between = before.trim() === "" ? `\n${before}` : ", ";
			return { range: { start, end: start }, text: `${name} = ${written(value)}${between}` };
		};
	}

	#isLoop(): boolean {
		this.#cursor.skip(true);
		return /for\b/y.test(this.#cursor.text.slice(this.#cursor.at, this.#cursor.at + 4));
	}

	#unknownTo(bracket: string, start: number, path: string): Located {
		this.#skipExpression(true);
		this.#cursor.expect(bracket);
		return { kind: "unknown", range: { start, end: this.#cursor.at }, path };
	}

	/** Up to what ends an expression, or, with `toBracket`, up to the bracket around it; strings and brackets within it are passed as a whole. */
	#skipExpression(toBracket: boolean): void {
		const cursor = this.#cursor;
		let depth = 0;
		for (;;) {
			const { character } = cursor;
			if (character === "") return;
			if (depth === 0 && (/[\])}]/.test(character) || (character === "," && !toBracket))) return;
			if (depth === 0 && character === "\n" && !toBracket) return;
			if (cursor.take('"')) readQuoted(cursor);
			else if (/<<-?[A-Za-z_]/y.test(cursor.text.slice(cursor.at, cursor.at + 4))) readHeredoc(cursor);
			else if (/[#/]/.test(character)) this.#skipCommentOr();
			else {
				if (/[[({]/.test(character)) depth += 1;
				if (/[\])}]/.test(character)) depth -= 1;
				cursor.at += 1;
			}
		}
	}

	/** A slash alone divides. */
	#skipCommentOr(): void {
		const before = this.#cursor.at;
		this.#cursor.skip(false);
		if (this.#cursor.at === before) this.#cursor.at += 1;
	}
}
