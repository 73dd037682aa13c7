import { found, sqlProblem } from "./sql-problem.js";

export interface Token {
	readonly kind: "word" | "variable" | "string" | "number" | "symbol" | "end";
	/** As it is written; of a string, what is between the quotes; of a variable, without its @. */
	readonly text: string;
	/** Where it begins in the SQL, and where the next one may begin. */
	readonly at: number;
	readonly end: number;
}

const space = /[ \t\r\n]*/y;
const word = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const variable = /@[A-Za-z0-9_]{1,64}(?![A-Za-z0-9_])/y;
const number = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const symbol = /<>|<=|>=|!=|[=<>+\-*/%()[\]{},.:]/y;

/**
 * The token that begins at or behind `from`, white space skipped. A string ends at its quote, of either kind; a quote that is doubled
 * is part of it, and a backslash means itself, as regular expressions need it. Throws SqlParseException.
 */
export function tokenAt(sql: string, from: number): Token {
	const at = from + (matchAt(space, sql, from)?.length ?? 0);
	const quoteMark = sql[at];
	if (quoteMark === undefined) return { kind: "end", text: "", at, end: at };
	if (quoteMark === "'" || quoteMark === '"') return stringAt(sql, at, quoteMark);
	for (const [kind, expression] of [
		["word", word],
		["number", number],
		["variable", variable],
		["symbol", symbol],
	] as const) {
		const text = matchAt(expression, sql, at);
		if (text === undefined) continue;
		return { kind, text: kind === "variable" ? text.slice(1) : text, at, end: at + text.length };
	}
	if (quoteMark === "@") throw sqlProblem(sql, at, "A variable is @ and 1 to 64 of a-z A-Z 0-9 _");
	throw sqlProblem(sql, at, `Unexpected character ${found(String.fromCodePoint(sql.codePointAt(at) ?? 0))}`);
}

function stringAt(sql: string, at: number, quoteMark: string): Token {
	let text = "";
	for (let from = at + 1; ; ) {
		const close = sql.indexOf(quoteMark, from);
		if (close < 0) throw sqlProblem(sql, at, `The string that begins with ${quoteMark} has no end`);
		text += sql.slice(from, close);
		if (sql[close + 1] !== quoteMark) return { kind: "string", text, at, end: close + 1 };
		text += quoteMark;
		from = close + 2;
	}
}

function matchAt(expression: RegExp, sql: string, at: number): string | undefined {
	expression.lastIndex = at;
	return expression.exec(sql)?.[0];
}
