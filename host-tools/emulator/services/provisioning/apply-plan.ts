import { type ArnScope, scopeOfArn } from "../../arn.js";
import type { Certificate } from "../certificates/certificates.js";
import type { Policies } from "../policies/policies.js";
import type { Registry } from "../registry.js";
import type { Things } from "../things/things.js";
import { ProvisioningRejection } from "./rejection.js";
import type { ProvisioningPlan } from "./template/evaluate-template.js";

/**
 * Makes the registry what the plan asks for: all of it or nothing. Runs without a pause, so nobody sees it half done, and what
 * was done is taken back when a later step is refused. Throws what the registry throws.
 */
export function applyPlan(
	{ things, policies, certificates }: Pick<Registry, "things" | "policies" | "certificates">,
	plan: ProvisioningPlan,
	certificate: Certificate,
): void {
	const undo: (() => void)[] = [];
	const scope = scopeOfArn(certificate.certificateArn);
	try {
		if (plan.thing !== undefined) provideThing(things, plan.thing, scope, undo);
		for (const policy of plan.policies) {
			providePolicy(policies, policy, scope, undo);
			attachPolicy(policies, policy.policyName, certificate.certificateArn, undo);
		}
		if (plan.thing !== undefined) attachThing(things, plan.thing.thingName, certificate.certificateArn, undo);
		certificates.updateCertificate(certificate.certificateId, plan.certificateStatus);
	} catch (error) {
		for (const step of undo.reverse()) step();
		throw error;
	}
}

type PlannedThing = NonNullable<ProvisioningPlan["thing"]>;

function provideThing(
	things: Things,
	{ thingName, attributes, attributesOverride }: PlannedThing,
	scope: ArnScope,
	undo: (() => void)[],
) {
	const present = things.findThing(thingName);
	if (present === undefined) {
		things.createThing(thingName, attributes, scope);
		undo.push(() => things.deleteThing(thingName));
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
	things.updateThing(thingName, { attributes, merge: attributesOverride === "MERGE" });
	undo.push(() => things.updateThing(thingName, { attributes: present.attributes }));
}

function providePolicy(
	policies: Policies,
	{ policyName, document }: ProvisioningPlan["policies"][number],
	scope: ArnScope,
	undo: (() => void)[],
): void {
	if (document === undefined || policies.findPolicy(policyName) !== undefined) return;
	policies.createPolicy(policyName, document, scope);
	undo.push(() => policies.deletePolicy(policyName));
}

function attachPolicy(policies: Policies, policyName: string, target: string, undo: (() => void)[]): void {
	if (policies.listAttachedPolicies(target).some((policy) => policy.policyName === policyName)) return;
	policies.attachPolicy(policyName, target);
	undo.push(() => policies.detachPolicy(policyName, target));
}

function attachThing(things: Things, thingName: string, principal: string, undo: (() => void)[]): void {
	if (things.listThingPrincipals(thingName).includes(principal)) return;
	things.attachThingPrincipal(thingName, principal);
	undo.push(() => things.detachThingPrincipal(thingName, principal));
}
