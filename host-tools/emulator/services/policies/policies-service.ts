import type { Service, ServiceParts } from "../service.js";
import { policyOperations } from "./policy-operations.js";
import { policyTargetOperations } from "./policy-target-operations.js";

export function policiesService({ registry: { policies } }: Pick<ServiceParts, "registry">): Service {
	return { name: "policies", operations: [...policyOperations(policies), ...policyTargetOperations(policies)] };
}
