import { failingCondition } from "./condition.js";
import { type CompiledStatement, coversResource, namesAction, type PolicyAction } from "./evaluate-policies.js";
import { type DenialFacts, explainDenial, place } from "./explain-denial.js";
import { patternText, resolvePattern } from "./pattern.js";
import type { PolicyContext } from "./policy-context.js";

/** Resources or actions that a sentence names at most. */
const mostNamed = 5;

/** What one statement has to do with a decision. */
export interface StatementVerdict {
	readonly policyName: string;
	/** "1"; missing where it is no policy of the account, as with a provisioning claim. */
	readonly policyVersionId?: string;
	/** The thing group that the policy is attached to; missing for the certificate's own. */
	readonly thingGroupName?: string;
	/** Place in the document, from 1. */
	readonly statement: number;
	readonly effect: "Allow" | "Deny";
	readonly verdict: "decides" | "applies" | "other-action" | "other-resource" | "condition-fails";
	/** One sentence part: "names iot:Connect only". */
	readonly why: string;
}

/** Why one session may or may not do something. */
export interface Explanation {
	/** IMPOSSIBLE: to anybody, whatever policies say. */
	readonly decision: "ALLOWED" | "EXPLICIT_DENY" | "IMPLICIT_DENY" | "IMPOSSIBLE";
	readonly action: string;
	/** ARN */
	readonly resource: string;
	/** A sentence or two. */
	readonly because: string;
	/** What would be needed; missing when it is allowed. */
	readonly needed?: string;
	/** In the order they are evaluated. */
	readonly statements: readonly StatementVerdict[];
}

/** `decision` says what decided; the others are told why they did not. */
export function explainDecision(facts: DenialFacts): Explanation {
	const { action, resource, statements, decision } = facts;
	const verdicts = statements.map((statement) => verdictOf(statement, facts));
	const base = { action, resource, statements: verdicts };
	if (decision.allowed && decision.statement !== undefined) {
		const because = `${action} on ${resource} is allowed by ${place(decision.statement)}`;
		return { decision: "ALLOWED", because, ...base };
	}
	const because = explainDenial(facts);
	if (decision.statement !== undefined) {
		const needed = `${place(decision.statement)} must no longer apply: an explicit Deny beats every Allow`;
		return { decision: "EXPLICIT_DENY", because, needed, ...base };
	}
	const statement = JSON.stringify({ Effect: "Allow", Action: action, Resource: resource });
	return { decision: "IMPLICIT_DENY", because, needed: `A statement that allows it: ${statement}`, ...base };
}

const whatIs: Partial<Readonly<Record<PolicyAction, string>>> = {
	"iot:Connect": "client id",
	"iot:Subscribe": "topic filter",
};

/** What no policy decides on: `why` it is refused to everybody. */
export function explainImpossible(action: PolicyAction, resource: string, why: string): Explanation {
	const because = `${action} on ${resource} is refused to everybody: ${why}`;
	const needed = `Another ${whatIs[action] ?? "topic"}: no policy helps`;
	return { decision: "IMPOSSIBLE", action, resource, because, needed, statements: [] };
}

function verdictOf(statement: CompiledStatement, facts: DenialFacts): StatementVerdict {
	const { policyName, versionId, group, index, effect } = statement;
	return {
		policyName,
		...(versionId !== undefined && { policyVersionId: String(versionId) }),
		...(group !== undefined && { thingGroupName: group }),
		statement: index + 1,
		effect,
		...judge(statement, facts),
	};
}

function judge(statement: CompiledStatement, facts: DenialFacts): Pick<StatementVerdict, "verdict" | "why"> {
	const { action, resource, context, decision } = facts;
	if (!namesAction(statement, action)) {
		return { verdict: "other-action", why: `names ${some(statement.actionNames)}` };
	}
	if (!coversResource(statement, resource, context)) {
		return { verdict: "other-resource", why: resourcesOf(statement, context) };
	}
	const condition = failingCondition(statement.conditions, context);
	if (condition !== undefined) return { verdict: "condition-fails", why: `its condition ${condition} does not hold` };
	if (statement === decision.statement) return { verdict: "decides", why: `applies, and decides` };
	const other = decision.allowed || statement.effect === "Deny" ? "applies as well" : "applies, but a Deny beats it";
	return { verdict: "applies", why: other };
}

function resourcesOf({ resources, notResources = [] }: CompiledStatement, context: PolicyContext): string {
	const lookup = (name: string) => context.variable(name);
	const texts = (resources ?? notResources).map((pattern) => patternText(resolvePattern(pattern, lookup) ?? pattern));
	return resources === undefined ? `is for all but ${some(texts)}` : `is for ${some(texts)}`;
}

function some(texts: readonly string[]): string {
	const named = texts.slice(0, mostNamed).join(", ");
	return texts.length > mostNamed ? `${named} and ${texts.length - mostNamed} more` : named;
}
