import { HclCursor, HclProblem } from "./hcl-cursor.js";
import { hole } from "./located.js";

/** The text of a quoted string or a heredoc, with a hole for each expression in it, and where its characters stand. */
export interface HclText {
	readonly text: string;
	/** One more than there are characters. */
	readonly offsets: readonly number[];
}

/** A variable of a policy without the second `$` that Terraform wants: it is taken for what was meant. */
export const policyVariable = /^\$\{(?:iot|aws|s3):[\w.:[\]/-]+\}/;

class TextBuilder {
	readonly #characters: string[] = [];
	readonly #offsets: number[] = [];

	add(text: string, offset: number, perCharacter = 1): void {
		for (const [index, unit] of text.split("").entries()) {
			this.#characters.push(unit);
			this.#offsets.push(offset + index * perCharacter);
		}
	}

	finish(end: number): HclText {
		return { text: this.#characters.join(""), offsets: [...this.#offsets, end] };
	}
}

const escapes: Readonly<Record<string, string>> = Object.freeze({ n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" });

/** Behind the opening quote; ends behind the closing one. Throws HclProblem. */
export function readQuoted(cursor: HclCursor): HclText {
	const text = new TextBuilder();
	for (;;) {
		const start = cursor.at;
		if (cursor.character === "" || cursor.character === "\n") throw new HclProblem(start, "a string does not end");
		if (cursor.take('"')) return text.finish(start);
		if (readInterpolation(cursor, text)) continue;
		if (cursor.take("\\")) {
			const code = cursor.match(/u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}/y);
			const letter = code === undefined ? (cursor.match(/[\s\S]/y) ?? "") : "";
			text.add(code === undefined ? (escapes[letter] ?? letter) : codePoint(code), start, 0);
		} else {
			text.add(cursor.match(/[\s\S]/y) ?? "", start);
		}
	}
}

function codePoint(code: string): string {
	const point = Number.parseInt(code.slice(1), 16);
	return point > 0x10_ffff ? hole : String.fromCodePoint(point);
}

/** True when an expression, a directive or an escaped beginning of one stood here. */
function readInterpolation(cursor: HclCursor, text: TextBuilder): boolean {
	const start = cursor.at;
	if (cursor.startsWith("$${") || cursor.startsWith("%%{")) {
		text.add(`${cursor.character}{`, start + 1);
		cursor.at += 3;
		return true;
	}
	const variable = policyVariable.exec(cursor.text.slice(start, start + 256))?.[0];
	if (variable !== undefined) {
		text.add(variable, start);
		cursor.at += variable.length;
		return true;
	}
	if (!cursor.startsWith("${") && !cursor.startsWith("%{")) return false;
	cursor.at += 2;
	skipBraces(cursor);
	text.add(hole, start);
	return true;
}

/** Behind `${`; ends behind the brace that closes it. */
function skipBraces(cursor: HclCursor): void {
	let depth = 1;
	while (depth > 0) {
		if (cursor.character === "") throw new HclProblem(cursor.at, "an expression in a string does not end");
		if (cursor.take('"')) readQuoted(cursor);
		else if (cursor.take("{")) depth += 1;
		else if (cursor.take("}")) depth -= 1;
		else cursor.at += 1;
	}
}

/** A whole text as a template, as every text of Terraform's JSON is; undefined when it is none. */
export function readTemplate(written: string): HclText | undefined {
	const cursor = new HclCursor(written);
	const text = new TextBuilder();
	try {
		while (cursor.character !== "") {
			if (readInterpolation(cursor, text)) continue;
			text.add(cursor.character, cursor.at);
			cursor.at += 1;
		}
	} catch (thrown) {
		if (thrown instanceof HclProblem) return undefined;
		throw thrown;
	}
	return text.finish(written.length);
}

/** At `<<`; ends behind the line with the delimiter. Throws HclProblem. */
export function readHeredoc(cursor: HclCursor): HclText {
	const opening = cursor.match(/<<-?[A-Za-z_][\w-]*[^\S\n]*\r?\n/y);
	if (opening === undefined) throw new HclProblem(cursor.at, "a heredoc has no name");
	const [, dash, name = ""] = /<<(-?)([\w-]+)/.exec(opening) ?? [];
	const start = cursor.at;
	const closing = new RegExp(`^[^\\S\\n]*${name}[^\\S\\n]*\\r?$`, "gm");
	closing.lastIndex = start;
	const end = closing.exec(cursor.text);
	if (end === null) throw new HclProblem(start, `the heredoc ${name} does not end`);
	const indentation = dash === "" ? 0 : commonIndentation(cursor.text.slice(start, end.index));
	const text = new TextBuilder();
	while (cursor.at < end.index) readHeredocLine(cursor, text, indentation, end.index);
	cursor.at = end.index + end[0].length;
	return text.finish(end.index);
}

function readHeredocLine(cursor: HclCursor, text: TextBuilder, indentation: number, end: number): void {
	for (let skipped = 0; skipped < indentation && /[^\S\n]/.test(cursor.character); skipped += 1) cursor.at += 1;
	while (cursor.at < end) {
		if (readInterpolation(cursor, text)) continue;
		const { character, at } = cursor;
		text.add(character, at);
		cursor.at += 1;
		if (character === "\n") return;
	}
}

function commonIndentation(text: string): number {
	const lines = text.split("\n").filter((line) => line.trim() !== "");
	return Math.min(...lines.map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0), text.length);
}

/** JSON in Terraform's spelling, on one line. */
export function written(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
	if (typeof value !== "object" || value === null) return JSON.stringify(value);
	const members = Object.entries(value).map(([name, inner]) => {
		return `${/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)} = ${written(inner)}`;
	});
	return `{ ${members.join(", ")} }`;
}
