import type { ArnScope } from "../../arn.js";
import { AwsError } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import type { Relation } from "../../store/relation.js";
import type { Table } from "../../store/table.js";
import type { Certificates } from "../certificates/certificates.js";
import type { ChangeFeed } from "../changes.js";
import { checkPolicyName } from "../checks.js";
import type { ThingGroups } from "../thing-groups/thing-groups.js";
import type { Policy } from "./policies.js";

/** What the operations on policies share. */
export interface PolicyState {
	readonly policies: Table<Policy>;
	/** policy name → ARN of a certificate or thing group */
	readonly policyTargets: Relation;
	readonly certificates: Pick<Certificates, "describeCertificate">;
	readonly thingGroups: Pick<ThingGroups, "findThingGroup">;
	readonly clock: EmulatorClock;
	/** Account and region of what is made without a request. */
	readonly home: ArnScope;
	readonly changes: ChangeFeed;
}

/** Throws ResourceNotFoundException. */
export function existingPolicy({ policies }: PolicyState, policyName: string): Policy {
	const policy = policies.get(checkPolicyName(policyName));
	if (policy) return policy;
	throw new AwsError("ResourceNotFoundException", `Policy not found: "${policyName}"`);
}
