import { filterProblem } from "../../../broker/topics.js";
import type { Expression, NestedQuery, SelectItem, SqlVersion, Statement } from "./ast.js";
import { ExpressionParser } from "./expression-parser.js";
import { isSpread, nameOf } from "./naming.js";

/** AWS has as many. */
const mostVariables = 10;

/** What follows VALUE where it is the keyword and not a member of that name. */
const startsNoValue = /^([,.=<>+\-/%)!]|<>|<=|>=|FROM|AS|WHERE|AND|OR|IN|)$/i;

export class StatementParser extends ExpressionParser {
	readonly #declared: Set<string>;
	readonly #isTemplate: boolean;

	/** With `template`, what begins at `from` is one expression that may use these variables. */
	constructor(
		sql: string,
		version: SqlVersion,
		template?: { readonly from: number; readonly variables: readonly string[] },
	) {
		super(sql, version, template?.from);
		this.#isTemplate = template !== undefined;
		this.#declared = new Set(template?.variables);
	}

	statement(): Statement {
		const variables = this.takeKeyword("SET") ? this.#variables() : [];
		this.expectKeyword("SELECT");
		const selection = this.#selection();
		const topicFilter = this.takeKeyword("FROM") ? this.#topicFilter() : undefined;
		const where = this.takeKeyword("WHERE") ? this.expression() : undefined;
		if (this.current.kind !== "end") throw this.expected(this.#whatMayFollow(topicFilter, where));
		return { variables, ...selection, topicFilter, where };
	}

	/** One expression, up to the symbol that ends a template. Returns where the text goes on. */
	template(): { readonly expression: Expression; readonly end: number } {
		const expression = this.expression();
		if (!this.isSymbol("}")) throw this.expected('"}"');
		return { expression, end: this.current.end };
	}

	protected override primary(): Expression {
		const { kind, text, at } = this.current;
		if (kind === "variable" && !this.#declared.has(text)) {
			const before = this.#isTemplate ? "the rule's SQL" : "SET, before its use";
			throw this.problem(`The variable @${text} is not declared by ${before},`, at);
		}
		return super.primary();
	}

	protected nestedQuery(): NestedQuery {
		const selection = this.#selection();
		this.expectKeyword("FROM");
		const from = this.expression();
		const itemName = this.takeKeyword("AS") ? this.identifier("a name") : undefined;
		const where = this.takeKeyword("WHERE") ? this.expression() : undefined;
		return { ...selection, from, itemName, where };
	}

	#variables(): readonly (readonly [string, Expression])[] {
		const variables: (readonly [string, Expression])[] = [];
		do {
			if (this.current.kind !== "variable") throw this.expected("a variable, @name");
			if (this.#declared.has(this.current.text)) throw this.problem(`@${this.current.text} is set twice`);
			if (variables.length === mostVariables) throw this.problem(`There are more than ${mostVariables} variables`);
			const name = this.take().text;
			this.expectSymbol("=");
			variables.push([name, this.expression()]);
			this.#declared.add(name);
		} while (this.takeSymbol(","));
		return variables;
	}

	#selection() {
		const isValue = this.isKeyword("VALUE") && !this.#isMemberNamedValue();
		if (isValue) this.take();
		const items = [this.#item(isValue)];
		while (this.takeSymbol(",")) {
			if (isValue) throw this.problem("SELECT VALUE takes one value");
			items.push(this.#item(false));
		}
		return { isValue, items };
	}

	#isMemberNamedValue(): boolean {
		const { following, sql } = this;
		const behind = sql.slice(following.end, following.end + 100);
		if (following.kind === "end") return true;
		if (this.isSymbol("*", following)) return !/^\s*(FROM\b|$)/i.test(behind);
		if (this.isKeyword("NOT", following)) return /^\s*IN\b/i.test(behind);
		return following.kind !== "string" && startsNoValue.test(following.text);
	}

	#item(isValue: boolean): SelectItem {
		const { at } = this.current;
		const expression = this.expression();
		if (this.takeKeyword("AS")) {
			if (isValue) throw this.problem("The value of SELECT VALUE has no name: leave out AS");
			return { expression, alias: this.#alias() };
		}
		if (!isValue && nameOf(expression) === undefined && !isSpread(expression)) {
			throw this.problem("A value that is no member and no function needs a name, AS name,", at);
		}
		return { expression, alias: undefined };
	}

	#alias(): readonly string[] {
		const path = [this.#anyWord()];
		while (this.takeSymbol(".")) path.push(this.#anyWord());
		return path;
	}

	/** Behind AS and its points no keyword can stand, so each word is a name. */
	#anyWord(): string {
		if (this.current.kind !== "word") throw this.expected("a name");
		return this.take().text;
	}

	#topicFilter(): string {
		const { kind, text, at } = this.current;
		if (kind !== "string" || this.sql[at] !== "'") throw this.expected("a topic filter in single quotes");
		const problem = text.startsWith("$aws/rules/") ? "rules subscribe to no basic ingest topic" : filterProblem(text);
		if (problem !== undefined) throw this.problem(`The topic filter is refused (${problem})`);
		this.take();
		return text;
	}

	#whatMayFollow(topicFilter: string | undefined, where: Expression | undefined): string {
		if (where !== undefined) return "an operator or the end";
		return topicFilter === undefined ? "a comma, AS, FROM or WHERE" : "WHERE or the end";
	}
}
