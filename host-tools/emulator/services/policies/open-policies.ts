import { randomUUID } from "node:crypto";
import { type ArnScope, arn } from "../../arn.js";
import { AwsError } from "../../aws-error.js";
import { timeKey } from "../../http/pages.js";
import { parsePolicyDocument } from "../../policy/parse-policy.js";
import type { Store } from "../../store/store.js";
import { checkPolicyName, checkRoom } from "../checks.js";
import type { Policies, Policy } from "./policies.js";
import { policyRows } from "./policy-rows.js";
import { existingPolicy, type PolicyState } from "./policy-state.js";
import { policyTargets } from "./policy-targets.js";
import { policyVersions } from "./policy-versions.js";

/** Ours. */
const mostPolicies = 10_000;

/** Policies in `store`. Throws when a kept row is none of this version. */
export function openPolicies({
	store,
	...shared
}: Omit<PolicyState, "policies"> & { readonly store: Store }): Policies {
	const state: PolicyState = { ...shared, policies: store.table("policy", policyRows, { orderOf }) };
	return {
		createPolicy: (policyName, policyDocument, scope = state.home) =>
			createPolicy(state, policyName, policyDocument, scope),
		getPolicy: (policyName) => existingPolicy(state, policyName),
		findPolicy: (policyName) => state.policies.get(policyName),
		listPolicies: (range) => state.policies.inOrder(range),
		deletePolicy: (policyName) => deletePolicy(state, policyName),
		...policyVersions(state),
		...policyTargets(state),
	};
}

function orderOf({ creationDate, policyName }: Policy): string {
	return timeKey(creationDate, policyName);
}

function createPolicy(state: PolicyState, policyName: string, policyDocument: string, scope: ArnScope): Policy {
	const policyArn = arn(scope, "policy", checkPolicyName(policyName));
	parsePolicyDocument(policyDocument);
	const present = state.policies.get(policyName);
	if (present !== undefined) {
		throw new AwsError("ResourceAlreadyExistsException", `Policy "${policyName}" exists`, {
			resourceId: policyName,
			resourceArn: present.policyArn,
		});
	}
	checkRoom("policies", state.policies.size, mostPolicies);
	const now = state.clock.now();
	const policy: Policy = Object.freeze({
		policyName,
		policyArn,
		policyDocument,
		defaultVersionId: 1,
		lastVersionId: 1,
		versions: [Object.freeze({ versionId: 1, policyDocument, creationDate: now })],
		creationDate: now,
		lastModifiedDate: now,
		generationId: randomUUID(),
	});
	state.policies.set(policyName, policy);
	state.changes.announce({ kind: "policy", name: policyName });
	return policy;
}

function deletePolicy(state: PolicyState, policyName: string): void {
	const { versions } = existingPolicy(state, policyName);
	if (state.policyTargets.rightsOf(policyName).size > 0) {
		throw new AwsError(
			"DeleteConflictException",
			`The policy cannot be deleted as the policy is attached to one or more principals (name=${policyName})`,
		);
	}
	if (versions.length > 1) {
		throw new AwsError(
			"DeleteConflictException",
			"The policy cannot be deleted as versions other than than default version exist",
		);
	}
	state.policies.delete(policyName);
	state.changes.announce({ kind: "policy", name: policyName });
}
