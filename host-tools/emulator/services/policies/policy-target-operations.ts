import type { Operation } from "../../http/operation.js";
import { pageByMarker } from "../../http/pages.js";

export const policyTargetOperations: readonly Operation[] = [
	{
		name: "AttachPolicy",
		method: "PUT",
		path: "/target-policies/{policyName}",
		handle({ path, body }, { registry }) {
			registry.attachPolicy(path("policyName"), body().requiredString("target"));
			return undefined;
		},
	},
	{
		name: "DetachPolicy",
		method: "POST",
		path: "/target-policies/{policyName}",
		handle({ path, body }, { registry }) {
			registry.detachPolicy(path("policyName"), body().requiredString("target"));
			return undefined;
		},
	},
	{
		name: "ListAttachedPolicies",
		method: "POST",
		path: "/attached-policies/{target}",
		/** `recursive` changes nothing: it is about thing groups, which are not there. */
		handle(call, { registry }) {
			const attached = registry.listAttachedPolicies(call.path("target"));
			const { items, next } = pageByMarker(call, { items: attached, keyOf: ({ policyName }) => policyName });
			return { policies: items.map(({ policyName, policyArn }) => ({ policyName, policyArn })), nextMarker: next };
		},
	},
	{
		name: "ListTargetsForPolicy",
		method: "POST",
		path: "/policy-targets/{policyName}",
		handle(call, { registry }) {
			const targets = registry.listTargetsForPolicy(call.path("policyName"));
			const { items, next } = pageByMarker(call, { items: targets, keyOf: (target) => target });
			return { targets: items, nextMarker: next };
		},
	},
];
