import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { pageByMarker, shortList } from "../../http/pages.js";
import type { EffectivePolicies } from "./effective-policies.js";
import type { Policies } from "./policies.js";

export function policyTargetOperations(policies: Policies, effective: EffectivePolicies): readonly Operation[] {
	const path = "/target-policies/{policyName}";
	return [
		{ name: "AttachPolicy", method: "PUT", path, handle: (call) => attachPolicy(policies, call) },
		{ name: "DetachPolicy", method: "POST", path, handle: (call) => detachPolicy(policies, call) },
		{
			name: "ListAttachedPolicies",
			method: "POST",
			path: "/attached-policies/{target}",
			handle: (call) => listAttachedPolicies(policies, effective, call),
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

/** `recursive` adds those of a group's parents (docs/aws-behaviour.md, "Policies of thing groups"). */
function listAttachedPolicies(policies: Policies, effective: EffectivePolicies, call: ApiCall): Answer {
	const target = call.path("target");
	const isRecursive = call.query.boolean("recursive") ?? false;
	const attached = isRecursive ? effective.ofTarget(target) : policies.listAttachedPolicies(target);
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
