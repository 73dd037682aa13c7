import { checkPolicyName, checkRoom } from "../checks.js";
import type { Policies } from "./policies.js";
import { existingPolicy, type PolicyState } from "./policy-state.js";
import { changeOf, existingTarget, parseTarget, refuseDynamic } from "./policy-target.js";

/** Policies on one target (docs/aws-behaviour.md, "Policies" and "Policies of thing groups"). */
const mostPolicies = Object.freeze({ certificate: 10, "thing-group": 2 });

type PolicyTargets = Pick<Policies, "attachPolicy" | "detachPolicy" | "listAttachedPolicies" | "listTargetsForPolicy">;

export function policyTargets(state: PolicyState): PolicyTargets {
	const { policyTargets: relation, changes } = state;
	return {
		attachPolicy(policyName, target) {
			existingPolicy(state, policyName);
			const found = existingTarget(state, target);
			refuseDynamic(state, found);
			if (relation.has(policyName, target)) return;
			checkRoom(`policies on ${target}`, relation.leftsOf(target).size, mostPolicies[found.kind]);
			relation.add(policyName, target);
			changes.announce(changeOf(found));
		},
		detachPolicy(policyName, target) {
			checkPolicyName(policyName);
			const parsed = parseTarget(target, state.home.accountId);
			if (relation.remove(policyName, target)) changes.announce(changeOf(parsed));
		},
		listAttachedPolicies(target) {
			const { arn } = existingTarget(state, target);
			return [...relation.leftsOf(arn)].sort().map((policyName) => existingPolicy(state, policyName));
		},
		listTargetsForPolicy: (policyName, range) =>
			relation.rightsInOrder(existingPolicy(state, policyName).policyName, range),
	};
}
