import { arnParts } from "../../arn.js";
import { invalidRequest } from "../../aws-error.js";
import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { pageByMarker, shortList } from "../../http/pages.js";
import { certificateIdOfPrincipal } from "../checks.js";
import type { Policies } from "./policies.js";

/** The older names of AttachPolicy and its kin, which scripts still use: AWS calls them deprecated and answers them. */
export function principalPolicyOperations(policies: Policies): readonly Operation[] {
	const path = "/principal-policies/{policyName}";
	return [
		{ name: "AttachPrincipalPolicy", method: "PUT", path, handle: (call) => attach(policies, call) },
		{ name: "DetachPrincipalPolicy", method: "DELETE", path, handle: (call) => detach(policies, call) },
		{
			name: "ListPrincipalPolicies",
			method: "GET",
			path: "/principal-policies",
			handle: (call) => listPolicies(policies, call),
		},
		{
			name: "ListPolicyPrincipals",
			method: "GET",
			path: "/policy-principals",
			handle: (call) => listPrincipals(policies, call),
		},
	];
}

function attach(policies: Policies, call: ApiCall): Answer {
	policies.attachPolicy(call.path("policyName"), principalOf(call));
	return undefined;
}

/** Unlike DetachPolicy, it has an error for a policy that is not there (API model). */
function detach(policies: Policies, call: ApiCall): Answer {
	const { policyName } = policies.getPolicy(call.path("policyName"));
	policies.detachPolicy(policyName, principalOf(call));
	return undefined;
}

function listPolicies(policies: Policies, call: ApiCall): Answer {
	const attached = policies.listAttachedPolicies(principalOf(call));
	const { items, next } = pageByMarker(
		call,
		shortList(attached, ({ policyName }) => policyName),
	);
	return { policies: items.map(({ policyName, policyArn }) => ({ policyName, policyArn })), nextMarker: next };
}

function listPrincipals(policies: Policies, call: ApiCall): Answer {
	const policyName = headerOf(call, "policy");
	const { items, next } = pageByMarker(call, {
		from: (range) => policies.listTargetsForPolicy(policyName, range),
		keyOf: (target) => target,
		where: (target) => arnParts(target)?.kind === "cert",
	});
	return { principals: items, nextMarker: next };
}

/** Unlike a target, a principal is no thing group (API model). */
function principalOf(call: ApiCall): string {
	const principal = headerOf(call, "principal");
	certificateIdOfPrincipal("principal", principal, call.scope.accountId);
	return principal;
}

function headerOf({ headers }: ApiCall, what: "principal" | "policy"): string {
	const value = headers[`x-amzn-iot-${what}`];
	if (typeof value === "string" && value !== "") return value;
	throw invalidRequest(`${what} is missing (header x-amzn-iot-${what})`);
}
