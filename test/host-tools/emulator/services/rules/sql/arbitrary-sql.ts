import fc from "fast-check";
import type {
	Expression,
	NestedQuery,
	SelectItem,
	Statement,
} from "../../../../../../host-tools/emulator/services/rules/sql/ast.js";

const names = fc.constantFrom("a", "b2", "temp_c", "value", "set", "exists", "Österreich");
const members = fc.oneof(names, fc.constantFrom("from", "null", "select"));
const texts = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom("it's", '"', "a/b", "\\d+"));
const literals = fc.oneof(
	texts,
	fc.double({ min: 0, noNaN: true, max: 1e300 }).map((number) => number + 0),
	fc.nat(),
	fc.boolean(),
	fc.constant(null),
);
const operators = ["OR", "AND", "=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "%"] as const;
const calls = ["concat", "Upper", "length", "topic", "get", "isUndefined", "parse_time", "regexp_replace"];

/** Syntax trees as the parser makes them. */
const { expression } = fc.letrec<{ expression: Expression; item: SelectItem; query: NestedQuery }>((tie) => {
	const part = tie("expression");
	const parts = fc.array(part, { maxLength: 3 });
	return {
		expression: fc.oneof(
			{ depthSize: "small", withCrossShrink: true },
			literals.map((value): Expression => ({ kind: "literal", value })),
			names.map((name): Expression => ({ kind: "name", name })),
			fc.constant<Expression>({ kind: "star" }),
			fc.record({ kind: fc.constant("member" as const), of: part, name: members }),
			fc.record({ kind: fc.constant("index" as const), of: part, index: part }),
			fc.tuple(fc.constantFrom(...calls), parts).map(
				([written, parameters]): Expression => ({
					kind: "call",
					name: written.toLowerCase(),
					written,
					// A literal would be compiled.
					parameters: written === "regexp_replace" ? [] : parameters,
				}),
			),
			fc.record({
				kind: fc.constant("cast" as const),
				value: part,
				type: fc.constantFrom("string" as const, "int" as const, "decimal" as const, "boolean" as const),
			}),
			fc.record({
				kind: fc.constant("unary" as const),
				operator: fc.constantFrom("NOT" as const, "-" as const),
				operand: part,
			}),
			fc.record({
				kind: fc.constant("binary" as const),
				operator: fc.constantFrom(...operators),
				left: part,
				right: part,
			}),
			fc.record({ kind: fc.constant("in" as const), value: part, list: part }),
			fc.record({ kind: fc.constant("exists" as const), list: part }),
			fc.record({
				kind: fc.constant("case" as const),
				subject: fc.option(part, { nil: undefined }),
				branches: fc.array(fc.record({ when: part, result: part }), { minLength: 1, maxLength: 2 }),
				otherwise: fc.option(part, { nil: undefined }),
			}),
			fc.record({ kind: fc.constant("object" as const), entries: fc.array(fc.tuple(texts, part), { maxLength: 2 }) }),
			fc.record({ kind: fc.constant("array" as const), items: parts }),
			fc.record({ kind: fc.constant("query" as const), query: tie("query") }),
		),
		item: fc.record({ expression: part, alias: fc.array(members, { minLength: 1, maxLength: 2 }) }),
		query: fc.record({
			isValue: fc.constant(false),
			items: fc.array(tie("item"), { minLength: 1, maxLength: 2 }),
			where: fc.option(part, { nil: undefined }),
			from: part,
			itemName: fc.option(names, { nil: undefined }),
		}),
	};
});

const items = fc.array(fc.record({ expression, alias: fc.array(members, { minLength: 1, maxLength: 2 }) }), {
	minLength: 1,
	maxLength: 2,
});
const selections = fc.oneof(
	items.map((some) => ({ isValue: false, items: some })),
	expression.map((value) => ({ isValue: true, items: [{ expression: value, alias: undefined }] })),
);

export const statements: fc.Arbitrary<Statement> = fc
	.tuple(
		selections,
		fc.array(fc.tuple(fc.constantFrom("x", "y_1"), expression), { maxLength: 1 }),
		fc.option(fc.constantFrom("a", "a/+/b", "$aws/events/#"), { nil: undefined }),
		fc.option(expression, { nil: undefined }),
	)
	.map(([selection, variables, topicFilter, where]) => ({ variables, ...selection, topicFilter, where }));
