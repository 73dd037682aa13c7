import { AwsError } from "../../aws-error.js";
import { parsePolicyDocument } from "../../policy/parse-policy.js";
import type { Policies, Policy, PolicyVersion } from "./policies.js";
import { existingPolicy, type PolicyState } from "./policy-state.js";

/** AWS: 5. */
const mostVersions = 5;

type PolicyVersions = Pick<
	Policies,
	"createPolicyVersion" | "getPolicyVersion" | "setDefaultPolicyVersion" | "deletePolicyVersion"
>;

export function policyVersions(state: PolicyState): PolicyVersions {
	return {
		createPolicyVersion: (policyName, policyDocument, setAsDefault = false) =>
			createVersion(state, policyName, policyDocument, setAsDefault),
		getPolicyVersion: (policyName, versionId) => existingVersion(existingPolicy(state, policyName), versionId),
		setDefaultPolicyVersion(policyName, versionId) {
			const policy = existingPolicy(state, policyName);
			replace(state, withDefault(policy, existingVersion(policy, versionId)));
		},
		deletePolicyVersion: (policyName, versionId) => deleteVersion(state, policyName, versionId),
	};
}

function existingVersion({ policyName, versions }: Policy, versionId: number): PolicyVersion {
	const version = versions.find((one) => one.versionId === versionId);
	if (version) return version;
	throw new AwsError("ResourceNotFoundException", `Policy "${policyName}" has no version ${versionId}`);
}

function createVersion(
	state: PolicyState,
	policyName: string,
	policyDocument: string,
	setAsDefault: boolean,
): PolicyVersion {
	const policy = existingPolicy(state, policyName);
	parsePolicyDocument(policyDocument);
	if (policy.versions.length >= mostVersions) {
		throw new AwsError(
			"VersionsLimitExceededException",
			`Policy "${policyName}" has ${policy.versions.length} versions, which is the limit: delete one (DeletePolicyVersion)`,
		);
	}
	const versionId = policy.lastVersionId + 1;
	const version = Object.freeze({ versionId, policyDocument, creationDate: state.clock.now() });
	const grown = { ...policy, versions: [...policy.versions, version], lastVersionId: versionId };
	replace(state, setAsDefault ? withDefault(grown, version) : grown);
	return version;
}

function deleteVersion(state: PolicyState, policyName: string, versionId: number): void {
	const policy = existingPolicy(state, policyName);
	existingVersion(policy, versionId);
	if (policy.defaultVersionId === versionId) {
		throw new AwsError(
			"DeleteConflictException",
			`Version ${versionId} is the default of policy "${policyName}": make another the default first, or delete the policy`,
		);
	}
	replace(state, { ...policy, versions: policy.versions.filter((one) => one.versionId !== versionId) });
}

function withDefault(policy: Policy, { versionId, policyDocument }: PolicyVersion): Policy {
	return { ...policy, policyDocument, defaultVersionId: versionId };
}

function replace({ policies, clock, changes }: PolicyState, policy: Policy): void {
	policies.set(policy.policyName, Object.freeze({ ...policy, lastModifiedDate: clock.now() }));
	changes.announce({ kind: "policy", name: policy.policyName });
}
