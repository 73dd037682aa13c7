import type { ArnScope } from "../../arn.js";
import { AwsError } from "../../aws-error.js";
import type { Relation } from "../../store/relation.js";
import type { Table } from "../../store/table.js";
import type { BillingGroups } from "../billing-groups/billing-groups.js";
import type { Certificates } from "../certificates/certificates.js";
import type { ChangeFeed } from "../changes.js";
import { checkThingName } from "../checks.js";
import type { ThingTypes } from "../thing-types/thing-types.js";
import type { Thing } from "./things.js";

/** What the operations on things share. */
export interface ThingState {
	readonly things: Table<Thing>;
	/** thing name → certificate ARN */
	readonly thingPrincipals: Relation;
	/** Those of `thingPrincipals` that are exclusive. */
	readonly exclusiveThings: Relation;
	/** group name → thing name */
	readonly groupMembers: Relation;
	/** billing group name → thing name: one for each thing */
	readonly billingGroupMembers: Relation;
	readonly billingGroups: Pick<BillingGroups, "describeBillingGroup">;
	readonly thingTypes: Pick<ThingTypes, "usableThingType">;
	readonly certificates: Pick<Certificates, "describeCertificate">;
	readonly changes: ChangeFeed;
	/** Account and region of what is made without a request. */
	readonly home: ArnScope;
}

/** Throws ResourceNotFoundException. */
export function existingThing({ things }: ThingState, thingName: string): Thing {
	const thing = things.get(checkThingName(thingName));
	if (thing) return thing;
	throw new AwsError("ResourceNotFoundException", `Thing "${thingName}" does not exist`);
}
