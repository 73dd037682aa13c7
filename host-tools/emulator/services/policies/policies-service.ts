import type { Service, ServiceParts } from "../service.js";
import { policyOperations } from "./policy-operations.js";
import { policyTargetOperations } from "./policy-target-operations.js";
import { policyVersionOperations } from "./policy-version-operations.js";
import { principalPolicyOperations } from "./principal-policy-operations.js";

export function policiesService({ registry: { policies, tags } }: Pick<ServiceParts, "registry">): Service {
	tags.taggable("policy", (policyName) => policies.findPolicy(policyName)?.policyArn);
	const families = [policyVersionOperations, policyTargetOperations, principalPolicyOperations];
	const operations = [...policyOperations(policies, tags), ...families.flatMap((of) => of(policies))];
	return { name: "policies", operations };
}
