import { certificateOfPrincipal } from "../certificate-of-principal.js";
import { certificateIdOfPrincipal, checkPolicyName, checkRoom } from "../checks.js";
import type { Policies } from "./policies.js";
import { existingPolicy, type PolicyState } from "./policy-state.js";

/** AWS: 10. */
const mostPoliciesPerTarget = 10;

type PolicyTargets = Pick<Policies, "attachPolicy" | "detachPolicy" | "listAttachedPolicies" | "listTargetsForPolicy">;

export function policyTargets(state: PolicyState): PolicyTargets {
	const { policyTargets: relation, changes } = state;
	return {
		attachPolicy(policyName, target) {
			existingPolicy(state, policyName);
			const { certificateId } = certificateOfPrincipal(state, "target", target);
			if (relation.has(policyName, target)) return;
			checkRoom(`policies on ${target}`, relation.leftsOf(target).size, mostPoliciesPerTarget);
			relation.add(policyName, target);
			changes.announce({ kind: "certificate", name: certificateId });
		},
		detachPolicy(policyName, target) {
			checkPolicyName(policyName);
			const certificateId = certificateIdOfPrincipal("target", target, state.home.accountId);
			if (relation.remove(policyName, target)) changes.announce({ kind: "certificate", name: certificateId });
		},
		listAttachedPolicies(target) {
			const { certificateArn } = certificateOfPrincipal(state, "target", target);
			return [...relation.leftsOf(certificateArn)].sort().map((policyName) => existingPolicy(state, policyName));
		},
		listTargetsForPolicy: (policyName, range) =>
			relation.rightsInOrder(existingPolicy(state, policyName).policyName, range),
	};
}
