import { timeKey } from "../../../../http/pages.js";
import { parsePolicyDocument } from "../../../../policy/parse-policy.js";
import type { PolicyDocument } from "../../../../policy/policy-document.js";
import type { Policy } from "../../../policies/policies.js";
import { type AuditContext, inPages } from "../audit-check.js";
import type { AuditedResource } from "../audited-resource.js";

/** Each policy's default version: audits look at no other. */
export function* defaultVersions({ registry: { policies } }: AuditContext): Iterable<{
	readonly resource: AuditedResource;
	readonly policy: Policy;
	readonly document: PolicyDocument;
}> {
	const list = (range: { readonly after?: string }) => policies.listPolicies(range);
	for (const policy of inPages(list, (row) => timeKey(row.creationDate, row.policyName))) {
		const { policyName, defaultVersionId, policyDocument } = policy;
		const policyVersionIdentifier = { policyName, policyVersionId: String(defaultVersionId) };
		yield {
			resource: { resourceType: "IOT_POLICY", resourceIdentifier: { policyVersionIdentifier } },
			policy,
			document: parsePolicyDocument(policyDocument),
		};
	}
}
