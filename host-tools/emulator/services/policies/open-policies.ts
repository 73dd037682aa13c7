import { randomUUID } from "node:crypto";
import { arn } from "../../arn.js";
import { AwsError } from "../../aws-error.js";
import { parsePolicyDocument } from "../../policy/parse-policy.js";
import { checkPolicyName } from "../checks.js";
import { checkRoom, limits } from "../limits.js";
import type { Policy, Registry } from "../registry.js";
import type { RegistryState } from "../state.js";

type PolicyOperations = Pick<Registry, "createPolicy" | "getPolicy" | "findPolicy" | "listPolicies" | "deletePolicy">;

export function policyOperations(state: RegistryState): PolicyOperations {
	return {
		createPolicy: (policyName, policyDocument) => createPolicy(state, policyName, policyDocument),
		getPolicy: (policyName) => existingPolicy(state, policyName),
		findPolicy: (policyName) => state.policies.get(policyName),
		/** Oldest first. */
		listPolicies: () => [...state.policies.values()],
		deletePolicy: (policyName) => deletePolicy(state, policyName),
	};
}

export function existingPolicy(state: RegistryState, policyName: string): Policy {
	const policy = state.policies.get(checkPolicyName(policyName));
	if (policy) return policy;
	throw new AwsError("ResourceNotFoundException", `Policy "${policyName}" does not exist`);
}

function createPolicy(state: RegistryState, policyName: string, policyDocument: string): Policy {
	const policyArn = arn("policy", checkPolicyName(policyName));
	parsePolicyDocument(policyDocument);
	if (state.policies.has(policyName)) {
		throw new AwsError("ResourceAlreadyExistsException", `Policy "${policyName}" exists`, {
			resourceId: policyName,
			resourceArn: policyArn,
		});
	}
	checkRoom("policies", state.policies.size, limits.policies);
	const now = state.clock.now();
	const policy: Policy = Object.freeze({
		policyName,
		policyArn,
		policyDocument,
		creationDate: now,
		lastModifiedDate: now,
		generationId: randomUUID(),
	});
	state.policies.set(policyName, policy);
	state.changed();
	return policy;
}

function deletePolicy(state: RegistryState, policyName: string): void {
	existingPolicy(state, policyName);
	const targets = state.policyTargets.rightsOf(policyName).size;
	if (targets > 0) {
		throw new AwsError(
			"DeleteConflictException",
			`Policy "${policyName}" cannot be deleted while it is attached to ${targets} targets: detach it first`,
		);
	}
	state.policies.delete(policyName);
	state.changed();
}
