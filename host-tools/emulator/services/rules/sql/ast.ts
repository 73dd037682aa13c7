/** The versions of AWS's SQL; `beta` is taken for the newest. */
export const sqlVersions = ["2015-10-08", "2016-03-23", "beta"] as const;
export type SqlVersion = (typeof sqlVersions)[number];

export type BinaryOperator = "OR" | "AND" | "=" | "<>" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%";

export const castTypes = ["string", "int", "decimal", "boolean"] as const;
export type CastType = (typeof castTypes)[number];

export type Expression =
	| { readonly kind: "literal"; readonly value: string | number | boolean | null }
	/** The whole message, or in a nested query its item. */
	| { readonly kind: "star" }
	| { readonly kind: "name"; readonly name: string }
	| { readonly kind: "variable"; readonly name: string }
	| { readonly kind: "member"; readonly of: Expression; readonly name: string }
	| { readonly kind: "index"; readonly of: Expression; readonly index: Expression }
	/** `written` is the name as it stands in the SQL, which names the result. */
	| {
			readonly kind: "call";
			readonly name: string;
			readonly written: string;
			readonly parameters: readonly Expression[];
	  }
	| { readonly kind: "cast"; readonly value: Expression; readonly type: CastType }
	| { readonly kind: "unary"; readonly operator: "NOT" | "-"; readonly operand: Expression }
	| {
			readonly kind: "binary";
			readonly operator: BinaryOperator;
			readonly left: Expression;
			readonly right: Expression;
	  }
	| { readonly kind: "in"; readonly value: Expression; readonly list: Expression }
	| { readonly kind: "exists"; readonly list: Expression }
	| CaseExpression
	| { readonly kind: "object"; readonly entries: readonly (readonly [name: string, value: Expression])[] }
	| { readonly kind: "array"; readonly items: readonly Expression[] }
	| { readonly kind: "query"; readonly query: NestedQuery };

export interface CaseExpression {
	readonly kind: "case";
	/** Undefined: each WHEN is a condition. */
	readonly subject: Expression | undefined;
	readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
	readonly otherwise: Expression | undefined;
}

export interface SelectItem {
	readonly expression: Expression;
	/** The path in the result, `AS a.b`; undefined without AS. */
	readonly alias: readonly string[] | undefined;
}

export interface Selection {
	/** SELECT VALUE: the result is the one item's value. */
	readonly isValue: boolean;
	/** At least one. */
	readonly items: readonly SelectItem[];
	readonly where: Expression | undefined;
}

/** `(SELECT … FROM expression [AS name] WHERE …)` */
export interface NestedQuery extends Selection {
	readonly from: Expression;
	readonly itemName: string | undefined;
}

/** The SQL of a rule. */
export interface Statement extends Selection {
	/** SET @name = expression, in their order. */
	readonly variables: readonly (readonly [name: string, value: Expression])[];
	/** Undefined: the rule is reached by basic ingest only. */
	readonly topicFilter: string | undefined;
}
