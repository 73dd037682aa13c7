import type { CaseExpression, CastType, Expression, NestedQuery } from "./ast.js";
import { functionProblem } from "./functions/function-table.js";
import { TokenReader } from "./token-reader.js";

/** Names of types behind CAST … AS. */
const castNames: ReadonlyMap<string, CastType> = new Map([
	["STRING", "string"],
	["NVARCHAR", "string"],
	["TEXT", "string"],
	["NTEXT", "string"],
	["VARCHAR", "string"],
	["INT", "int"],
	["INTEGER", "int"],
	["DOUBLE", "decimal"],
	["DECIMAL", "decimal"],
	["BOOL", "boolean"],
	["BOOLEAN", "boolean"],
]);
const castNamesOf2016 = new Set(["DECIMAL", "BOOL", "BOOLEAN"]);

/** What operators stand between. */
export abstract class PrimaryParser extends TokenReader {
	protected abstract expression(): Expression;
	/** What follows SELECT. */
	protected abstract nestedQuery(): NestedQuery;

	protected primary(): Expression {
		let parsed = this.part(this.#start());
		for (;;) {
			if (this.takeSymbol(".")) {
				if (this.current.kind !== "word") throw this.expected("a member's name (get(…) takes any other)");
				parsed = this.part({ kind: "member", of: parsed, name: this.take().text });
			} else if (this.isSymbol("[")) {
				this.take();
				const index = this.nested(() => this.expression());
				this.expectSymbol("]");
				parsed = this.part({ kind: "index", of: parsed, index });
			} else {
				return parsed;
			}
		}
	}

	#start(): Expression {
		const { kind, text } = this.current;
		if (kind === "string") return { kind: "literal", value: this.take().text };
		if (kind === "number") return this.#number();
		if (kind === "variable") return { kind: "variable", name: this.take().text };
		if (kind === "symbol") return this.#bracket(text);
		if (this.takeKeyword("NULL")) return { kind: "literal", value: null };
		if (this.isKeyword("TRUE") || this.isKeyword("FALSE")) {
			return { kind: "literal", value: this.take().text.toUpperCase() === "TRUE" };
		}
		if (this.isKeyword("CASE")) return this.nested(() => this.#case());
		const at = this.current.at;
		const name = this.identifier("a value");
		return this.isSymbol("(") ? this.nested(() => this.#call(name, at)) : { kind: "name", name };
	}

	#number(): Expression {
		const value = Number(this.current.text);
		if (!Number.isFinite(value)) throw this.problem("The number is too large");
		this.take();
		return { kind: "literal", value };
	}

	#bracket(text: string): Expression {
		if (text === "*") {
			this.take();
			return { kind: "star" };
		}
		if (text === "(") return this.nested(() => this.#parenthesis());
		if (text === "{") return this.nested(() => this.#object());
		if (text === "[") return this.nested(() => this.#array());
		throw this.expected("a value");
	}

	#parenthesis(): Expression {
		this.expectSymbol("(");
		const parsed = this.isKeyword("SELECT") ? this.#query() : this.expression();
		this.expectSymbol(")");
		return parsed;
	}

	#query(): Expression {
		this.needs2016("A nested SELECT");
		this.take();
		return { kind: "query", query: this.nestedQuery() };
	}

	#object(): Expression {
		this.needs2016("An object");
		this.expectSymbol("{");
		const entries: (readonly [string, Expression])[] = [];
		while (!this.isSymbol("}")) {
			if (this.current.kind !== "string") throw this.expected("a member's name in quotes");
			const name = this.take().text;
			this.expectSymbol(":");
			entries.push([name, this.expression()]);
			if (!this.takeSymbol(",")) break;
		}
		this.expectSymbol("}");
		return { kind: "object", entries };
	}

	#array(): Expression {
		this.needs2016("An array");
		this.expectSymbol("[");
		const items = this.list("]");
		this.expectSymbol("]");
		return { kind: "array", items };
	}

	/** Expressions with commas between; none before `close`. */
	protected list(close: string): readonly Expression[] {
		const items: Expression[] = [];
		while (!this.isSymbol(close)) {
			items.push(this.expression());
			if (!this.takeSymbol(",")) break;
		}
		return items;
	}

	#call(written: string, at: number): Expression {
		this.expectSymbol("(");
		const name = written.toLowerCase();
		if (name === "cast") return this.#cast();
		if (name === "exists") return this.#exists();
		const parameters = this.list(")");
		this.expectSymbol(")");
		const problem = functionProblem(name, parameters, this.version);
		if (problem !== undefined) throw this.problem(problem, at);
		return { kind: "call", name, written, parameters };
	}

	#cast(): Expression {
		const value = this.expression();
		this.expectKeyword("AS");
		const name = this.current.text.toUpperCase();
		const type = castNames.get(name);
		if (type === undefined) throw this.expected(`a type (${[...castNames.keys()].join(", ")})`);
		if (castNamesOf2016.has(name)) this.needs2016(`cast to ${name}`);
		this.take();
		this.expectSymbol(")");
		return { kind: "cast", value, type };
	}

	#exists(): Expression {
		const list = this.isKeyword("SELECT") ? this.#query() : this.expression();
		this.expectSymbol(")");
		return { kind: "exists", list };
	}

	#case(): CaseExpression {
		this.take();
		const subject = this.isKeyword("WHEN") ? undefined : this.expression();
		const branches: { when: Expression; result: Expression }[] = [];
		while (branches.length === 0 || this.isKeyword("WHEN")) {
			this.expectKeyword("WHEN");
			const when = this.expression();
			this.expectKeyword("THEN");
			branches.push({ when, result: this.expression() });
		}
		const otherwise = this.takeKeyword("ELSE") ? this.expression() : undefined;
		this.expectKeyword("END");
		return { kind: "case", subject, branches, otherwise };
	}
}
