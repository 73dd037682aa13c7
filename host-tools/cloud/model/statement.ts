import type { Value } from "./resource.js";

/** One statement of an IoT or IAM policy. */
export interface Statement {
	readonly Effect: "Allow" | "Deny";
	readonly Action: string | readonly string[];
	readonly Resource?: Value;
	readonly NotResource?: Value;
	readonly Condition?: Value;
	readonly Principal?: Value;
}

export function policyDocument(...statements: readonly Statement[]): Value {
	return { Version: "2012-10-17", Statement: statements as unknown as Value };
}

export const allow = (Action: Statement["Action"], Resource: Value): Statement => ({
	Effect: "Allow",
	Action,
	Resource,
});
