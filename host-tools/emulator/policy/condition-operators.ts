/** The operators of IAM that a policy may use, without `…IfExists` and `ForAllValues:`/`ForAnyValue:`. */
const operators = Object.freeze([
	"StringEquals",
	"StringNotEquals",
	"StringEqualsIgnoreCase",
	"StringNotEqualsIgnoreCase",
	"StringLike",
	"StringNotLike",
	"NumericEquals",
	"NumericNotEquals",
	"NumericLessThan",
	"NumericLessThanEquals",
	"NumericGreaterThan",
	"NumericGreaterThanEquals",
	"DateEquals",
	"DateNotEquals",
	"DateLessThan",
	"DateLessThanEquals",
	"DateGreaterThan",
	"DateGreaterThanEquals",
	"Bool",
	"IpAddress",
	"NotIpAddress",
	"ArnEquals",
	"ArnLike",
	"ArnNotEquals",
	"ArnNotLike",
	"Null",
] as const);

export type OperatorName = (typeof operators)[number];

export interface ConditionOperator {
	readonly name: OperatorName;
	/** True for `…IfExists`: a key that is not there satisfies it. */
	readonly ifExists: boolean;
	/** Set operators over multi-valued keys. */
	readonly quantifier: "all" | "any" | undefined;
}

/** Parses `ForAnyValue:StringLikeIfExists` and the like; undefined when there is no such operator. */
export function parseConditionOperator(text: string): ConditionOperator | undefined {
	const [, prefix, rest = ""] = /^(?:(ForAllValues|ForAnyValue):)?(.*)$/s.exec(text) ?? [];
	const ifExists = rest.endsWith("IfExists");
	const name = operators.find((operator) => operator === (ifExists ? rest.slice(0, -"IfExists".length) : rest));
	if (name === undefined || (name === "Null" && (ifExists || prefix !== undefined))) return undefined;
	return { name, ifExists, quantifier: prefix === undefined ? undefined : prefix === "ForAllValues" ? "all" : "any" };
}
