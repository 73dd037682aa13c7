import type { BinaryOperator } from "./ast.js";
import type { Budget } from "./budget.js";
import { joined } from "./functions/text-functions.js";
import { equal, finite, isInt, type SqlValue, toBoolean, toDecimal } from "./values.js";

/** AWS's tables of operators; what they do not take gives Undefined. */
export function binary(operator: BinaryOperator, left: SqlValue, right: SqlValue, budget: Budget): SqlValue {
	switch (operator) {
		case "AND":
		case "OR":
			return logical(operator, toBoolean(left), toBoolean(right));
		case "=":
			return equal(left, right, budget);
		case "<>": {
			const are = equal(left, right, budget);
			return are === undefined ? undefined : !are;
		}
		case "+":
			return sum(left, right, budget);
		default:
			return ofNumbers(operator, left, right);
	}
}

export function negated(operator: "NOT" | "-", operand: SqlValue): SqlValue {
	if (operator === "-") {
		const number = toDecimal(operand);
		return number === undefined ? undefined : finite(-number);
	}
	const value = toBoolean(operand);
	return value === undefined ? undefined : !value;
}

function logical(operator: "AND" | "OR", left: boolean | undefined, right: boolean | undefined): SqlValue {
	if (left === undefined || right === undefined) return undefined;
	return operator === "AND" ? left && right : left || right;
}

function sum(left: SqlValue, right: SqlValue, budget: Budget): SqlValue {
	if (typeof left === "string" || typeof right === "string") return joined([left, right], { budget });
	return typeof left === "number" && typeof right === "number" ? finite(left + right) : undefined;
}

function ofNumbers(operator: BinaryOperator, left: SqlValue, right: SqlValue): SqlValue {
	const [x, y] = [toDecimal(left), toDecimal(right)];
	if (x === undefined || y === undefined) return undefined;
	switch (operator) {
		case "<":
			return x < y;
		case "<=":
			return x <= y;
		case ">":
			return x > y;
		case ">=":
			return x >= y;
		case "-":
			return finite(x - y);
		case "*":
			return finite(x * y);
		case "%":
			return finite(x % y);
		default:
			// Int / Int is Int.
			return finite(isInt(left) && isInt(right) ? Math.trunc(x / y) : x / y);
	}
}
