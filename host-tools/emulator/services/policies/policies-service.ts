import type { Service, ServiceParts } from "../service.js";
import { authorizationOperations } from "./authorization-operations.js";
import { EffectivePolicies } from "./effective-policies.js";
import { explainOperations } from "./explain-operations.js";
import { policyOperations } from "./policy-operations.js";
import { policyTargetOperations } from "./policy-target-operations.js";
import { policyVersionOperations } from "./policy-version-operations.js";
import { principalPolicyOperations } from "./principal-policy-operations.js";

type Parts = Pick<ServiceParts, "registry" | "clock" | "connections">;

export function policiesService({ registry, clock, connections }: Parts): Service {
	const { policies, tags } = registry;
	const effective = new EffectivePolicies(registry);
	tags.taggable("policy", (policyName) => policies.findPolicy(policyName)?.policyArn);
	const operations = [
		...policyOperations(policies, tags),
		...policyVersionOperations(policies),
		...policyTargetOperations(policies, effective),
		...principalPolicyOperations(policies),
		...authorizationOperations({ registry, clock }),
		...explainOperations({ registry, clock, connections }),
	];
	return { name: "policies", operations };
}
