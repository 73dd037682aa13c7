import type { BinaryOperator, Expression } from "./ast.js";
import { PrimaryParser } from "./primary-parser.js";

const comparisons: ReadonlyMap<string, BinaryOperator> = new Map([
	["=", "="],
	["<>", "<>"],
	["!=", "<>"],
	["<", "<"],
	["<=", "<="],
	[">", ">"],
	[">=", ">="],
]);
const sums: ReadonlyMap<string, BinaryOperator> = new Map([
	["+", "+"],
	["-", "-"],
]);
const products: ReadonlyMap<string, BinaryOperator> = new Map([
	["*", "*"],
	["/", "/"],
	["%", "%"],
]);

/** Operators, those that bind least first: OR, AND, NOT, comparisons and IN, + and -, then * / %, and a sign. */
export abstract class ExpressionParser extends PrimaryParser {
	protected expression(): Expression {
		return this.#words("OR", () => this.#words("AND", () => this.#not()));
	}

	#words(operator: "OR" | "AND", operand: () => Expression): Expression {
		let left = operand();
		while (this.takeKeyword(operator)) {
			left = this.part({ kind: "binary", operator, left, right: operand() });
		}
		return left;
	}

	#not(): Expression {
		if (!this.takeKeyword("NOT")) return this.#comparison();
		return this.part({ kind: "unary", operator: "NOT", operand: this.nested(() => this.#not()) });
	}

	#comparison(): Expression {
		let left = this.#sum();
		for (;;) {
			const operator = this.#symbolOf(comparisons);
			if (operator !== undefined) {
				left = this.part({ kind: "binary", operator, left, right: this.#sum() });
			} else if (this.takeKeyword("IN")) {
				left = this.part({ kind: "in", value: left, list: this.#inList() });
			} else if (this.isKeyword("NOT") && this.isKeyword("IN", this.following)) {
				this.take();
				this.take();
				const within = this.part({ kind: "in" as const, value: left, list: this.#inList() });
				left = this.part({ kind: "unary", operator: "NOT", operand: within });
			} else {
				return left;
			}
		}
	}

	/** `IN (1, 2)` is `IN [1, 2]`. */
	#inList(): Expression {
		if (!this.isSymbol("(") || this.isKeyword("SELECT", this.following)) return this.#sum();
		return this.nested(() => {
			this.take();
			const items = this.list(")");
			this.expectSymbol(")");
			const [only] = items;
			return items.length === 1 && only !== undefined ? only : this.part({ kind: "array", items });
		});
	}

	#sum(): Expression {
		return this.#symbols(sums, () => this.#symbols(products, () => this.#signed()));
	}

	#symbols(operators: ReadonlyMap<string, BinaryOperator>, operand: () => Expression): Expression {
		let left = operand();
		for (let operator = this.#symbolOf(operators); operator !== undefined; operator = this.#symbolOf(operators)) {
			left = this.part({ kind: "binary", operator, left, right: operand() });
		}
		return left;
	}

	#signed(): Expression {
		if (this.takeSymbol("+")) return this.nested(() => this.#signed());
		if (!this.takeSymbol("-")) return this.primary();
		return this.part({ kind: "unary", operator: "-", operand: this.nested(() => this.#signed()) });
	}

	#symbolOf(operators: ReadonlyMap<string, BinaryOperator>): BinaryOperator | undefined {
		const operator = this.current.kind === "symbol" ? operators.get(this.current.text) : undefined;
		if (operator !== undefined) this.take();
		return operator;
	}
}
