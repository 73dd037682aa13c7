import { arnParts } from "../../arn.js";
import type { Registry } from "../registry.js";
import type { ThingGroup } from "../thing-groups/thing-groups.js";
import type { Policy } from "./policies.js";

/** A policy that counts, and what it is attached to: "certificate", or the name of a thing group. */
export interface AttachedPolicy {
	readonly policy: Policy;
	readonly group: string | undefined;
}

type Parts = Pick<Registry, "things" | "thingGroups" | "policies">;

/** Which policies count together (docs/aws-behaviour.md, "Policies of thing groups"). */
export class EffectivePolicies {
	readonly #registry: Parts;

	constructor(registry: Parts) {
		this.#registry = registry;
	}

	/** Those of a session: of its certificate, then of the groups that the thing is in and of their parents. `thingName`: undefined without a thing. */
	ofSession(certificateArn: string, thingName: string | undefined): readonly AttachedPolicy[] {
		const own = this.#registry.policies.listAttachedPolicies(certificateArn);
		return [...own.map((policy) => ({ policy, group: undefined })), ...this.ofThing(thingName)];
	}

	/** Those that a thing has by its groups; none when there is no such thing. */
	ofThing(thingName: string | undefined): readonly AttachedPolicy[] {
		const { things, thingGroups } = this.#registry;
		if (thingName === undefined || things.findThing(thingName) === undefined) return [];
		const groups = thingGroups.listThingGroupsForThing(thingName).flatMap((group) => this.#withParents(group));
		return groups.flatMap((group) => this.#ofGroup(group));
	}

	/** Those of a certificate; of a thing group with its parents', each once. Throws as ListAttachedPolicies does. */
	ofTarget(target: string): readonly Policy[] {
		const { policies, thingGroups } = this.#registry;
		const own = policies.listAttachedPolicies(target);
		const { kind, name = "" } = arnParts(target) ?? {};
		if (kind !== "thinggroup") return own;
		const all = this.#withParents(thingGroups.describeThingGroup(name)).flatMap((group) => this.#ofGroup(group));
		return distinct(all);
	}

	#withParents(group: ThingGroup): readonly ThingGroup[] {
		return [group, ...this.#registry.thingGroups.ancestorsOf(group)];
	}

	#ofGroup({ thingGroupName, thingGroupArn }: ThingGroup): readonly AttachedPolicy[] {
		const policies = this.#registry.policies.listAttachedPolicies(thingGroupArn);
		return policies.map((policy) => ({ policy, group: thingGroupName }));
	}
}

/** Each policy once, though it is attached in several places. */
export function distinct(attached: readonly AttachedPolicy[]): readonly Policy[] {
	return [...new Map(attached.map(({ policy }) => [policy.policyName, policy])).values()];
}
