import type { Service, ServiceParts } from "../service.js";
import { EffectivePolicies } from "./effective-policies.js";
import { policyOperations } from "./policy-operations.js";
import { policyTargetOperations } from "./policy-target-operations.js";
import { policyVersionOperations } from "./policy-version-operations.js";
import { principalPolicyOperations } from "./principal-policy-operations.js";

export function policiesService({ registry }: Pick<ServiceParts, "registry">): Service {
	const { policies, tags } = registry;
	const effective = new EffectivePolicies(registry);
	tags.taggable("policy", (policyName) => policies.findPolicy(policyName)?.policyArn);
	const operations = [
		...policyOperations(policies, tags),
		...policyVersionOperations(policies),
		...policyTargetOperations(policies, effective),
		...principalPolicyOperations(policies),
	];
	return { name: "policies", operations };
}
