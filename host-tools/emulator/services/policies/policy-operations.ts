import type { ApiCall, ControlPlaneContext, Operation } from "../../http/operation.js";
import { pageByMarker, timeKey } from "../../http/pages.js";
import { epochSeconds } from "../../http/wire.js";

/** There are no policy versions but the first; tags are accepted and not kept. */
const onlyVersion = "1";

export const policyOperations: readonly Operation[] = [
	{
		name: "CreatePolicy",
		method: "POST",
		path: "/policies/{policyName}",
		handle(call, { registry }) {
			const document = call.body().requiredString("policyDocument");
			const { policyName, policyArn, policyDocument } = registry.createPolicy(call.path("policyName"), document);
			return { policyName, policyArn, policyDocument, policyVersionId: onlyVersion };
		},
	},
	{
		name: "GetPolicy",
		method: "GET",
		path: "/policies/{policyName}",
		handle({ path }, { registry }) {
			const policy = registry.getPolicy(path("policyName"));
			return {
				policyName: policy.policyName,
				policyArn: policy.policyArn,
				policyDocument: policy.policyDocument,
				defaultVersionId: onlyVersion,
				creationDate: epochSeconds(policy.creationDate),
				lastModifiedDate: epochSeconds(policy.lastModifiedDate),
				generationId: policy.generationId,
			};
		},
	},
	{ name: "ListPolicies", method: "GET", path: "/policies", handle: listPolicies },
	{
		name: "DeletePolicy",
		method: "DELETE",
		path: "/policies/{policyName}",
		handle({ path }, { registry }) {
			registry.deletePolicy(path("policyName"));
			return undefined;
		},
	},
];

function listPolicies(call: ApiCall, { registry }: ControlPlaneContext) {
	const ascending = call.query.boolean("isAscendingOrder") ?? false;
	const keyOf = (policy: { creationDate: number; policyName: string }) =>
		timeKey(policy.creationDate, policy.policyName);
	const oldestFirst = [...registry.listPolicies()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
	const { items, next } = pageByMarker(call, {
		items: ascending ? oldestFirst : oldestFirst.toReversed(),
		keyOf,
		descending: !ascending,
	});
	return { policies: items.map(({ policyName, policyArn }) => ({ policyName, policyArn })), nextMarker: next };
}
