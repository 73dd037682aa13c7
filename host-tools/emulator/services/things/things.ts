import type { ArnScope } from "../../arn.js";

export interface Thing {
	readonly thingName: string;
	readonly thingArn: string;
	/** UUID */
	readonly thingId: string;
	readonly attributes: Readonly<Record<string, string>>;
	/** Starts at 1, one more with each update. */
	readonly version: number;
}

/**
 * Things and the certificates they use. All calls are synchronous and throw AwsError as the AWS operation of the same name
 * would. A principal is the ARN of a certificate of this account.
 */
export interface Things {
	/** `scope`: the registry's home unless told otherwise. */
	createThing(thingName: string, attributes?: Readonly<Record<string, string>>, scope?: ArnScope): Thing;
	describeThing(thingName: string): Thing;
	findThing(thingName: string): Thing | undefined;
	/** Sorted by name. */
	listThings(): readonly Thing[];
	/** Replaces all attributes, or merges: an empty value then removes the attribute. */
	updateThing(thingName: string, update: ThingUpdate): Thing;
	/** A missing thing is no error (AWS). Refused while principals are attached. */
	deleteThing(thingName: string, expectedVersion?: number): void;
	/** Attaching twice is no error. */
	attachThingPrincipal(thingName: string, principal: string): void;
	detachThingPrincipal(thingName: string, principal: string): void;
	listThingPrincipals(thingName: string): readonly string[];
	listPrincipalThings(principal: string): readonly string[];
}

export interface ThingUpdate {
	readonly attributes?: Readonly<Record<string, string>>;
	readonly merge?: boolean;
	readonly expectedVersion?: number;
}
