import { isJsonObject } from "../../../json-value.js";
import type { CaseExpression, Expression, NestedQuery, SelectItem, Selection } from "./ast.js";
import { Budget } from "./budget.js";
import { encodeBytes } from "./functions/code-functions.js";
import { itemOf } from "./functions/collection-functions.js";
import { sqlFunction } from "./functions/function-table.js";
import type { MessageContext } from "./message-context.js";
import { binary, negated } from "./operators.js";
import type { Payload } from "./payload.js";
import { type Scope, selected } from "./scope.js";
import { cast, definedOnly, emptyObject, equal, memberOf, type SqlValue, toJson } from "./values.js";

/** Evaluates expressions on one message. Throws CostlyEvaluation, and what a lookup of the message throws. */
export class Evaluator {
	readonly #message: MessageContext;
	readonly #payload: Payload;
	readonly #budget = new Budget();
	readonly #variables = new Map<string, SqlValue>();

	constructor(message: MessageContext, payload: Payload) {
		this.#message = message;
		this.#payload = payload;
	}

	/** What SET assigned. */
	assign(name: string, value: Expression): void {
		this.#variables.set(name, this.evaluate(value));
	}

	evaluate(expression: Expression, scope: Scope = this.#outermost()): SqlValue {
		this.#budget.spend();
		const value = (part: Expression) => this.evaluate(part, scope);
		switch (expression.kind) {
			case "literal":
				return expression.value;
			case "star":
				return scope.item;
			case "name":
				return lookUp(expression.name, scope);
			case "variable":
				return this.#variables.get(expression.name);
			case "member":
				return memberOf(value(expression.of), expression.name);
			case "index":
				return itemOf(value(expression.of), value(expression.index));
			case "call":
				return this.#call(expression.name, expression.parameters, scope);
			case "cast":
				return cast(value(expression.value), expression.type, this.#budget);
			case "unary":
				return negated(expression.operator, value(expression.operand));
			case "binary":
				return binary(expression.operator, value(expression.left), value(expression.right), this.#budget);
			case "in":
				return this.#in(value(expression.value), value(expression.list));
			case "exists":
				return exists(value(expression.list));
			case "case":
				return this.#case(expression, scope);
			case "object":
				return this.#object(expression.entries, scope);
			case "array":
				return definedOnly(expression.items.map(value));
			case "query":
				return this.#query(expression.query, scope);
		}
	}

	/** What a selection makes of an item. */
	select({ isValue, items }: Selection, scope: Scope = this.#outermost()): SqlValue {
		const [first] = items;
		if (isValue && first !== undefined) return this.evaluate(first.expression, scope);
		const values = items.map((item: SelectItem) => [item, this.evaluate(item.expression, scope)] as const);
		return selected(values, this.#budget);
	}

	/** As JSON; Undefined by itself is an empty text. */
	json(value: SqlValue): string {
		return value === undefined ? "" : toJson(value, this.#budget);
	}

	/** As a substitution template puts it: Undefined becomes nothing, what is no text becomes JSON. */
	text(expression: Expression): string {
		const value = this.evaluate(expression);
		if (typeof value !== "string") return this.json(value);
		this.#budget.spendText(value.length);
		return value;
	}

	#outermost(): Scope {
		return { item: this.#payload.json, name: undefined, outer: undefined };
	}

	#call(name: string, parameters: readonly Expression[], scope: Scope): SqlValue {
		const isWhole = name === "encode" && parameters[0]?.kind === "star" && scope.outer === undefined;
		const [first, ...rest] = parameters;
		if (isWhole && first !== undefined) {
			const [scheme] = rest.map((part) => this.evaluate(part, scope));
			return scheme === "base64" ? encodeBytes(this.#payload.bytes, this.#budget) : undefined;
		}
		const values = parameters.map((part) => this.evaluate(part, scope));
		return sqlFunction(name)?.call(values, { message: this.#message, budget: this.#budget });
	}

	#in(value: SqlValue, list: SqlValue): SqlValue {
		if (value === undefined || !Array.isArray(list)) return undefined;
		return list.some((item) => equal(value, item, this.#budget) === true);
	}

	#case({ subject, branches, otherwise }: CaseExpression, scope: Scope): SqlValue {
		const value = subject === undefined ? true : this.evaluate(subject, scope);
		if (value === undefined) return undefined;
		for (const { when, result } of branches) {
			if (equal(value, this.evaluate(when, scope), this.#budget) === true) return this.evaluate(result, scope);
		}
		return otherwise === undefined ? undefined : this.evaluate(otherwise, scope);
	}

	#object(entries: readonly (readonly [string, Expression])[], scope: Scope): SqlValue {
		const made = emptyObject();
		for (const [name, part] of entries) {
			const value = this.evaluate(part, scope);
			if (value !== undefined) made[name] = value;
		}
		return made;
	}

	/** Of an array, an array of what is selected of each item; of an object, what is selected of it. */
	#query(query: NestedQuery, outer: Scope): SqlValue {
		const source = this.evaluate(query.from, outer);
		const one = (item: SqlValue): SqlValue => {
			const scope: Scope = { item, name: query.itemName, outer };
			const fits = query.where === undefined || this.evaluate(query.where, scope) === true;
			return fits ? this.select(query, scope) : undefined;
		};
		if (Array.isArray(source)) return definedOnly(source.map(one));
		return isJsonObject(source) ? one(source) : undefined;
	}
}

/** A member of the item, or what the item is called; else what it is outside of the query. */
function lookUp(name: string, { item, name: itemName, outer }: Scope): SqlValue {
	if (itemName === name) return item;
	const member = memberOf(item, name);
	return member === undefined && outer !== undefined ? lookUp(name, outer) : member;
}

function exists(list: SqlValue): SqlValue {
	return Array.isArray(list) ? list.length > 0 : list !== undefined;
}
