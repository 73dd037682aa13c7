import type { CaseExpression, Expression, NestedQuery, Selection, Statement } from "./ast.js";

/** The SQL of a statement, in brackets wherever they could matter: parsed again it is the same statement. */
export function printSql(statement: Statement): string {
	const variables = statement.variables.map(([name, value]) => `@${name} = ${printExpression(value)}`);
	const set = variables.length === 0 ? "" : `SET ${variables.join(", ")} `;
	const from = statement.topicFilter === undefined ? "" : ` FROM ${quoted(statement.topicFilter)}`;
	return `${set}SELECT ${selected(statement)}${from}${condition(statement)}`;
}

export function printExpression(expression: Expression): string {
	switch (expression.kind) {
		case "literal":
			return printLiteral(expression.value);
		case "star":
			return "*";
		case "name":
			// Bare, it would be the keyword.
			return expression.name.toUpperCase() === "VALUE" ? `(${expression.name})` : expression.name;
		case "variable":
			return `@${expression.name}`;
		case "member":
			return `${operand(expression.of)}.${expression.name}`;
		case "index":
			return `${operand(expression.of)}[${printExpression(expression.index)}]`;
		case "call":
			return `${expression.written}(${expression.parameters.map(printExpression).join(", ")})`;
		case "cast":
			return `cast(${printExpression(expression.value)} AS ${expression.type})`;
		case "unary":
			return `${expression.operator} ${operand(expression.operand)}`;
		case "binary":
			return `${operand(expression.left)} ${expression.operator} ${operand(expression.right)}`;
		case "in":
			return `${operand(expression.value)} IN ${operand(expression.list)}`;
		case "exists":
			return `exists(${printExpression(expression.list)})`;
		case "case":
			return printCase(expression);
		case "object":
			return `{${expression.entries.map(([name, value]) => `${quoted(name)}: ${printExpression(value)}`).join(", ")}}`;
		case "array":
			return `[${expression.items.map(printExpression).join(", ")}]`;
		case "query":
			return `(${printQuery(expression.query)})`;
	}
}

function printLiteral(value: string | number | boolean | null): string {
	return typeof value === "string" ? quoted(value) : String(value);
}

function printCase({ subject, branches, otherwise }: CaseExpression): string {
	const parts = [
		"CASE",
		...(subject === undefined ? [] : [operand(subject)]),
		...branches.map(({ when, result }) => `WHEN ${operand(when)} THEN ${operand(result)}`),
		...(otherwise === undefined ? [] : [`ELSE ${operand(otherwise)}`]),
		"END",
	];
	return parts.join(" ");
}

function printQuery(query: NestedQuery): string {
	const name = query.itemName === undefined ? "" : ` AS ${query.itemName}`;
	return `SELECT ${selected(query)} FROM ${operand(query.from)}${name}${condition(query)}`;
}

function selected({ isValue, items }: Selection): string {
	const printed = items.map(({ expression, alias }) => {
		return alias === undefined ? printExpression(expression) : `${printExpression(expression)} AS ${alias.join(".")}`;
	});
	// In brackets VALUE is the keyword, whatever follows.
	return isValue ? `VALUE (${printed.join(", ")})` : printed.join(", ");
}

function condition({ where }: Selection): string {
	return where === undefined ? "" : ` WHERE ${printExpression(where)}`;
}

function operand(expression: Expression): string {
	const needsNone = new Set<Expression["kind"]>([
		"name",
		"variable",
		"call",
		"cast",
		"exists",
		"query",
		"array",
		"object",
	]);
	const printed = printExpression(expression);
	return needsNone.has(expression.kind) ? printed : `(${printed})`;
}

function quoted(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}
