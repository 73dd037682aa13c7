import { AwsError, quote } from "../../../aws-error.js";

/** SqlParseException that says where: line and column count from 1, `at` is an index into `sql`. */
export function sqlProblem(sql: string, at: number, what: string): AwsError {
	const before = sql.slice(0, at);
	const line = before.split("\n").length;
	const column = at - before.lastIndexOf("\n");
	return new AwsError("SqlParseException", `${what} at line ${line}, column ${column}`);
}

/** How a found piece of SQL is shown. */
export function found(text: string): string {
	return text === "" ? "the end" : quote(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
