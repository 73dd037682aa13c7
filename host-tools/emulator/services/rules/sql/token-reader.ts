import type { AwsError } from "../../../aws-error.js";
import type { SqlVersion } from "./ast.js";
import { found, sqlProblem } from "./sql-problem.js";
import { type Token, tokenAt } from "./tokenizer.js";

/** Ours: parts of one statement or template; as deep as evaluation can recurse. */
const mostParts = 1000;
/** Ours: brackets in brackets, and operators that stand before their operand. */
const deepestNesting = 64;

const reserved: ReadonlySet<string> = new Set(
	"SELECT FROM WHERE AS AND OR NOT IN CASE WHEN THEN ELSE END TRUE FALSE NULL".split(" "),
);

/** SQL token by token, with the bounds that its parser keeps. */
export class TokenReader {
	readonly sql: string;
	readonly version: SqlVersion;
	#current: Token;
	#parts = 0;
	#nesting = 0;

	/** `from`: where in `sql` it begins. */
	constructor(sql: string, version: SqlVersion, from = 0) {
		this.sql = sql;
		this.version = version;
		this.#current = tokenAt(sql, from);
	}

	get current(): Token {
		return this.#current;
	}

	/** The token behind the current one. */
	get following(): Token {
		return tokenAt(this.sql, this.#current.end);
	}

	take(): Token {
		const taken = this.#current;
		this.#current = tokenAt(this.sql, taken.end);
		return taken;
	}

	isKeyword(keyword: string, token = this.#current): boolean {
		return token.kind === "word" && token.text.toUpperCase() === keyword;
	}

	isSymbol(text: string, token = this.#current): boolean {
		return token.kind === "symbol" && token.text === text;
	}

	takeKeyword(keyword: string): boolean {
		const is = this.isKeyword(keyword);
		if (is) this.take();
		return is;
	}

	takeSymbol(text: string): boolean {
		const is = this.isSymbol(text);
		if (is) this.take();
		return is;
	}

	expectKeyword(keyword: string): void {
		if (!this.takeKeyword(keyword)) throw this.expected(keyword);
	}

	expectSymbol(text: string): void {
		if (!this.takeSymbol(text)) throw this.expected(`"${text}"`);
	}

	/** A name that is no keyword. */
	identifier(what: string): string {
		const { kind, text } = this.#current;
		if (kind !== "word" || reserved.has(text.toUpperCase())) throw this.expected(what);
		return this.take().text;
	}

	/** Counts a part of the syntax tree. */
	part<T extends object>(part: T): T {
		this.#parts += 1;
		if (this.#parts <= mostParts) return part;
		throw this.problem(`There are more than ${mostParts} names, values and operators`);
	}

	nested<T>(parse: () => T): T {
		this.#nesting += 1;
		if (this.#nesting > deepestNesting) throw this.problem(`It is nested deeper than ${deepestNesting} levels`);
		try {
			return parse();
		} finally {
			this.#nesting -= 1;
		}
	}

	expected(what: string): AwsError {
		return this.problem(`Expected ${what} but found ${found(this.#current.text)}`);
	}

	problem(what: string, at = this.#current.at): AwsError {
		return sqlProblem(this.sql, at, what);
	}

	/** Throws when the version of SQL does not have it. */
	needs2016(what: string, at = this.#current.at): void {
		if (this.version !== "2015-10-08") return;
		throw this.problem(`${what} needs awsIotSqlVersion 2016-03-23 (this rule has 2015-10-08)`, at);
	}
}
