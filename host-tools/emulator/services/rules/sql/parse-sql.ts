import { checkLength } from "../../checks.js";
import type { Expression, SqlVersion, Statement } from "./ast.js";
import { StatementParser } from "./statement-parser.js";

/** Ours: characters. AWS documents 256 KB for a whole rule. */
const longestSql = 64 * 1024;

/** Throws SqlParseException that says what was expected where; InvalidRequestException when the text is too long. */
export function parseSql(sql: string, version: SqlVersion): Statement {
	checkLength("sql", sql, 1, longestSql);
	return new StatementParser(sql, version).statement();
}

/** An expression in `text` from an index on, up to the brace that ends a template. Throws SqlParseException. */
export function parseTemplateExpression(
	text: string,
	version: SqlVersion,
	from: number,
	variables: readonly string[] = [],
): { readonly expression: Expression; readonly end: number } {
	return new StatementParser(text, version, { from, variables }).template();
}
