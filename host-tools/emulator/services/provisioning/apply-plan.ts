import { type ArnScope, scopeOfArn } from "../../arn.js";
import type { Certificate } from "../certificates/certificates.js";
import type { Policies } from "../policies/policies.js";
import type { Registry } from "../registry.js";
import type { Things } from "../things/things.js";
import { provideThing } from "./provide-thing.js";
import type { ProvisioningPlan } from "./template/evaluate-template.js";

/**
 * Makes the registry what the plan asks for: all of it or nothing. Runs without a pause, so nobody sees it half done, and what
 * was done is taken back when a later step is refused. Throws what the registry throws.
 */
export function applyPlan(
	registry: Pick<Registry, "things" | "thingGroups" | "policies" | "certificates">,
	plan: ProvisioningPlan,
	certificate: Certificate,
): void {
	const { things, policies, certificates } = registry;
	const undo: (() => void)[] = [];
	const scope = scopeOfArn(certificate.certificateArn);
	try {
		if (plan.thing !== undefined) provideThing(registry, plan.thing, scope, undo);
		for (const policy of plan.policies) {
			providePolicy(policies, policy, scope, undo);
			attachPolicy(policies, policy.policyName, certificate.certificateArn, undo);
		}
		attachThing(things, plan, certificate.certificateArn, undo);
		certificates.updateCertificate(certificate.certificateId, plan.certificateStatus);
	} catch (error) {
		for (const step of undo.reverse()) step();
		throw error;
	}
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

function attachThing(
	things: Things,
	{ thing, thingPrincipalType }: ProvisioningPlan,
	principal: string,
	undo: (() => void)[],
): void {
	if (thing === undefined || things.listThingPrincipals(thing.thingName).includes(principal)) return;
	const { thingName } = thing;
	things.attachThingPrincipal(thingName, principal, thingPrincipalType);
	undo.push(() => things.detachThingPrincipal(thingName, principal));
}
