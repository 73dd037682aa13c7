import type { Service, ServiceParts } from "../service.js";
import { policyOperations } from "./policy-operations.js";
import { policyTargetOperations } from "./policy-target-operations.js";
import { policyVersionOperations } from "./policy-version-operations.js";
import { principalPolicyOperations } from "./principal-policy-operations.js";

export function policiesService({ registry: { policies } }: Pick<ServiceParts, "registry">): Service {
	const families = [policyOperations, policyVersionOperations, policyTargetOperations, principalPolicyOperations];
	return { name: "policies", operations: families.flatMap((operations) => operations(policies)) };
}
