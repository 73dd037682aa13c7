import type { Certificate, Registry } from "../registry.js";
import { ProvisioningRejection } from "./rejection.js";
import type { ProvisioningPlan } from "./template/evaluate-template.js";

/**
 * Makes the registry what the plan asks for: all of it or nothing. Runs without a pause, so nobody sees it half done, and what
 * was done is taken back when a later step is refused. Throws what the registry throws.
 */
export function applyPlan(registry: Registry, plan: ProvisioningPlan, certificate: Certificate): void {
	const undo: (() => void)[] = [];
	try {
		if (plan.thing !== undefined) provideThing(registry, plan.thing, undo);
		for (const policy of plan.policies) {
			providePolicy(registry, policy, undo);
			attachPolicy(registry, policy.policyName, certificate.certificateArn, undo);
		}
		if (plan.thing !== undefined) attachThing(registry, plan.thing.thingName, certificate.certificateArn, undo);
		registry.updateCertificate(certificate.certificateId, plan.certificateStatus);
	} catch (error) {
		for (const step of undo.reverse()) step();
		throw error;
	}
}

type PlannedThing = NonNullable<ProvisioningPlan["thing"]>;

function provideThing(
	registry: Registry,
	{ thingName, attributes, attributesOverride }: PlannedThing,
	undo: (() => void)[],
) {
	const present = registry.findThing(thingName);
	if (present === undefined) {
		registry.createThing(thingName, attributes);
		undo.push(() => registry.deleteThing(thingName));
		return;
	}
	if (attributesOverride === "DO_NOTHING") return;
	if (attributesOverride === "FAIL") {
		throw new ProvisioningRejection(
			409,
			"ResourceConflicts",
			`Thing "${thingName}" exists, and the template's OverrideSettings say FAIL`,
			"resource-conflicts",
		);
	}
	registry.updateThing(thingName, { attributes, merge: attributesOverride === "MERGE" });
	undo.push(() => registry.updateThing(thingName, { attributes: present.attributes }));
}

function providePolicy(
	registry: Registry,
	{ policyName, document }: ProvisioningPlan["policies"][number],
	undo: (() => void)[],
): void {
	if (document === undefined || registry.findPolicy(policyName) !== undefined) return;
	registry.createPolicy(policyName, document);
	undo.push(() => registry.deletePolicy(policyName));
}

function attachPolicy(registry: Registry, policyName: string, target: string, undo: (() => void)[]): void {
	if (registry.listAttachedPolicies(target).some((policy) => policy.policyName === policyName)) return;
	registry.attachPolicy(policyName, target);
	undo.push(() => registry.detachPolicy(policyName, target));
}

function attachThing(registry: Registry, thingName: string, principal: string, undo: (() => void)[]): void {
	if (registry.listThingPrincipals(thingName).includes(principal)) return;
	registry.attachThingPrincipal(thingName, principal);
	undo.push(() => registry.detachThingPrincipal(thingName, principal));
}
