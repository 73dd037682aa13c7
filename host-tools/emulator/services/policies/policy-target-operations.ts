import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { pageByMarker, shortList } from "../../http/pages.js";
import type { Policies } from "./policies.js";

export function policyTargetOperations(policies: Policies): readonly Operation[] {
	const path = "/target-policies/{policyName}";
	return [
		{ name: "AttachPolicy", method: "PUT", path, handle: (call) => attachPolicy(policies, call) },
		{ name: "DetachPolicy", method: "POST", path, handle: (call) => detachPolicy(policies, call) },
		{
			name: "ListAttachedPolicies",
			method: "POST",
			path: "/attached-policies/{target}",
			handle: (call) => listAttachedPolicies(policies, call),
		},
		{
			name: "ListTargetsForPolicy",
			method: "POST",
			path: "/policy-targets/{policyName}",
			handle: (call) => listTargets(policies, call),
		},
	];
}

function attachPolicy(policies: Policies, { path, body }: ApiCall): Answer {
	policies.attachPolicy(path("policyName"), body().requiredString("target"));
	return undefined;
}

function detachPolicy(policies: Policies, { path, body }: ApiCall): Answer {
	policies.detachPolicy(path("policyName"), body().requiredString("target"));
	return undefined;
}

/** `recursive` changes nothing: it is about policies of thing groups, which take none here. */
function listAttachedPolicies(policies: Policies, call: ApiCall): Answer {
	const attached = policies.listAttachedPolicies(call.path("target"));
	const { items, next } = pageByMarker(
		call,
		shortList(attached, ({ policyName }) => policyName),
	);
	return { policies: items.map(({ policyName, policyArn }) => ({ policyName, policyArn })), nextMarker: next };
}

function listTargets(policies: Policies, call: ApiCall): Answer {
	const policyName = call.path("policyName");
	const { items, next } = pageByMarker(call, {
		from: (range) => policies.listTargetsForPolicy(policyName, range),
		keyOf: (target) => target,
	});
	return { targets: items, nextMarker: next };
}
