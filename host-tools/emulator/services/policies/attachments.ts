import { AwsError } from "../../aws-error.js";
import { certificateIdOfPrincipal, certificateOfPrincipal } from "../certificates/principals.js";
import { checkRoom, limits } from "../limits.js";
import type { Policy, Registry, RegistryChange } from "../registry.js";
import type { RegistryState } from "../state.js";
import { existingThing } from "../things/open-things.js";
import { existingPolicy } from "./open-policies.js";

type AttachmentOperations = Pick<
	Registry,
	| "attachThingPrincipal"
	| "detachThingPrincipal"
	| "listThingPrincipals"
	| "listPrincipalThings"
	| "attachPolicy"
	| "detachPolicy"
	| "listAttachedPolicies"
	| "listTargetsForPolicy"
>;

/** Attaching twice is no error. */
export function attachmentOperations(state: RegistryState): AttachmentOperations {
	return { ...thingPrincipals(state), ...policyTargets(state) };
}

function thingPrincipals(state: RegistryState) {
	const relation = state.thingPrincipals;
	return {
		attachThingPrincipal(thingName: string, principal: string): void {
			existingThing(state, thingName);
			certificateOfPrincipal(state, "principal", principal);
			if (relation.has(thingName, principal)) return;
			checkRoom("attachments of principals to things", relation.size, limits.thingPrincipals);
			relation.add(thingName, principal);
			state.changed(changeOf("principal", principal));
		},
		detachThingPrincipal(thingName: string, principal: string): void {
			existingThing(state, thingName);
			const change = changeOf("principal", principal);
			if (!relation.remove(thingName, principal)) {
				throw new AwsError("ResourceNotFoundException", `${principal} is not attached to thing "${thingName}"`);
			}
			state.changed(change);
		},
		listThingPrincipals: (thingName: string) =>
			[...relation.rightsOf(existingThing(state, thingName).thingName)].sort(),
		listPrincipalThings: (principal: string) =>
			[...relation.leftsOf(certificateOfPrincipal(state, "principal", principal).certificateArn)].sort(),
	};
}

function policyTargets(state: RegistryState) {
	const relation = state.policyTargets;
	return {
		attachPolicy(policyName: string, target: string): void {
			existingPolicy(state, policyName);
			certificateOfPrincipal(state, "target", target);
			if (relation.has(policyName, target)) return;
			checkRoom(`policies on ${target}`, relation.leftsOf(target).size, limits.policiesPerPrincipal);
			relation.add(policyName, target);
			state.changed(changeOf("target", target));
		},
		/** A policy that is not attached is no error: AWS lists no such error for DetachPolicy. */
		detachPolicy(policyName: string, target: string): void {
			existingPolicy(state, policyName);
			const change = changeOf("target", target);
			if (relation.remove(policyName, target)) state.changed(change);
		},
		listAttachedPolicies: (target: string): Policy[] =>
			[...relation.leftsOf(certificateOfPrincipal(state, "target", target).certificateArn)]
				.sort()
				.map((policyName) => existingPolicy(state, policyName)),
		listTargetsForPolicy: (policyName: string) =>
			[...relation.rightsOf(existingPolicy(state, policyName).policyName)].sort(),
	};
}

function changeOf(member: "principal" | "target", arn: string): RegistryChange {
	return { kind: "certificate", certificateId: certificateIdOfPrincipal(member, arn) };
}
