import type { ArnScope } from "../../arn.js";
import { compilePolicy, type Decision, evaluatePolicies } from "../../policy/evaluate-policies.js";
import { parsePolicyDocument } from "../../policy/parse-policy.js";
import { type PolicyContext, policyContext } from "../../policy/policy-context.js";
import type { Registry } from "../registry.js";
import type { Policy } from "./policies.js";
import type { PolicyPrincipal } from "./policy-principal.js";
import type { AuthInfo } from "./read-auth-infos.js";

/** Who would ask, as far as it is known. */
export interface Supposed {
	readonly principal: PolicyPrincipal | undefined;
	readonly clientId: string | undefined;
	/** The thing that its connection would be of. */
	readonly thingName: string | undefined;
	readonly scope: ArnScope;
	/** ms, emulator time */
	now(): number;
}

export interface Authorization {
	readonly decision: "ALLOWED" | "EXPLICIT_DENY" | "IMPLICIT_DENY";
	/** Each policy is in one of the three. */
	readonly allowed: readonly Policy[];
	readonly explicit: readonly Policy[];
	readonly implicit: readonly Policy[];
	/** Keys and variables that were asked for and have no value. */
	readonly missing: readonly string[];
}

/** What the policies say together and each by itself. Several resources: all of them must be allowed, and none denied. */
export function authorizationOf(
	{ action, resources }: AuthInfo,
	policies: readonly Policy[],
	registry: Pick<Registry, "things">,
	supposed: Supposed,
): Authorization {
	const missing = new Set<string>();
	const context = recording(contextOf(registry, supposed), missing);
	const compiled = policies.map(({ policyName, policyDocument }) =>
		compilePolicy(policyName, parsePolicyDocument(policyDocument)),
	);
	const decide = (statements: (typeof compiled)[number]) =>
		together(resources.map((resource) => evaluatePolicies(statements, action, resource, context)));
	const verdicts = new Map(policies.map((policy, index) => [policy, decide(compiled[index] ?? [])]));
	const that = (verdict: Authorization["decision"]) => policies.filter((policy) => verdicts.get(policy) === verdict);
	return {
		decision: decide(compiled.flat()),
		allowed: that("ALLOWED"),
		explicit: that("EXPLICIT_DENY"),
		implicit: that("IMPLICIT_DENY"),
		missing: [...missing],
	};
}

function together(decisions: readonly Decision[]): Authorization["decision"] {
	if (decisions.some(({ allowed, statement }) => !allowed && statement !== undefined)) return "EXPLICIT_DENY";
	return decisions.every(({ allowed }) => allowed) ? "ALLOWED" : "IMPLICIT_DENY";
}

function contextOf({ things }: Pick<Registry, "things">, supposed: Supposed): PolicyContext {
	const { principal, clientId, thingName, scope, now } = supposed;
	const thing = thingName === undefined ? undefined : things.findThing(thingName);
	return policyContext({
		clientId,
		scope,
		sourceIp: undefined,
		domainName: undefined,
		certificateDer: principal?.certificateDer,
		thing,
		attached: thing !== undefined && (principal?.isAttachedTo(thing.thingName) ?? false),
		now,
	});
}

function recording(context: PolicyContext, missing: Set<string>): PolicyContext {
	const noted = <T>(key: string, value: T | undefined): T | undefined => {
		if (value === undefined) missing.add(key);
		return value;
	};
	return {
		values: (key) => noted(key, context.values(key)),
		variable: (name) => noted(name, context.variable(name)),
	};
}
