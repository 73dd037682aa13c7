import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByMarker, timeKey } from "../../http/pages.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import type { Policies } from "./policies.js";

export function policyOperations(policies: Policies, tags: Tags): readonly Operation[] {
	const one = "/policies/{policyName}";
	return [
		{ name: "CreatePolicy", method: "POST", path: one, handle: (call) => createPolicy(policies, tags, call) },
		{ name: "GetPolicy", method: "GET", path: one, handle: (call) => getPolicy(policies, call) },
		{ name: "ListPolicies", method: "GET", path: "/policies", handle: (call) => listPolicies(policies, call) },
		{ name: "DeletePolicy", method: "DELETE", path: one, handle: (call) => deletePolicy(policies, tags, call) },
	];
}

function createPolicy(policies: Policies, tags: Tags, call: ApiCall): Answer {
	const body = call.body();
	const document = body.requiredString("policyDocument");
	const given = tagsIn(body);
	const policy = policies.createPolicy(call.path("policyName"), document, call.scope);
	const { policyName, policyArn, policyDocument, defaultVersionId } = policy;
	tags.set(policyArn, given);
	return { policyName, policyArn, policyDocument, policyVersionId: String(defaultVersionId) };
}

function getPolicy(policies: Policies, { path }: ApiCall): Answer {
	const policy = policies.getPolicy(path("policyName"));
	return {
		policyName: policy.policyName,
		policyArn: policy.policyArn,
		policyDocument: policy.policyDocument,
		defaultVersionId: String(policy.defaultVersionId),
		creationDate: epochSeconds(policy.creationDate),
		lastModifiedDate: epochSeconds(policy.lastModifiedDate),
		generationId: policy.generationId,
	};
}

function listPolicies(policies: Policies, call: ApiCall): Answer {
	const ascending = call.query.boolean("isAscendingOrder") ?? false;
	const { items, next } = pageByMarker(call, {
		from: policies.listPolicies,
		keyOf: ({ creationDate, policyName }) => timeKey(creationDate, policyName),
		descending: !ascending,
	});
	return { policies: items.map(({ policyName, policyArn }) => ({ policyName, policyArn })), nextMarker: next };
}

function deletePolicy(policies: Policies, tags: Tags, { path }: ApiCall): Answer {
	const { policyArn } = policies.getPolicy(path("policyName"));
	policies.deletePolicy(path("policyName"));
	tags.remove(policyArn);
	return undefined;
}
