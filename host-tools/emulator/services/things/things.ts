import type { ArnScope } from "../../arn.js";
import type { RowsFrom } from "../../store/table.js";

export interface Thing {
	readonly thingName: string;
	readonly thingArn: string;
	/** UUID */
	readonly thingId: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly thingTypeName: string | undefined;
	/** Starts at 1, one more with each update. */
	readonly version: number;
}

/**
 * Things and the certificates they use. All calls are synchronous and throw AwsError as the AWS operation of the same name
 * would. A principal is the ARN of a certificate of this account.
 */
export interface Things {
	/** Again with the same properties is no error. `scope`: the registry's home unless told otherwise. */
	createThing(thingName: string, attributes?: Readonly<Record<string, string>>, options?: ThingOptions): Thing;
	describeThing(thingName: string): Thing;
	findThing(thingName: string): Thing | undefined;
	/** Sorted by name. */
	listThings(range?: RowsFrom): Iterable<Thing>;
	/** Replaces all attributes, or merges: an empty value then removes the attribute. */
	updateThing(thingName: string, update: ThingUpdate): Thing;
	/** Puts a thing back as it was, version included: what undoes an update. */
	restoreThing(thing: Thing): void;
	/** A missing thing is no error (AWS). Refused while principals are attached. */
	deleteThing(thingName: string, expectedVersion?: number): void;
	/**
	 * Attaching twice is no error. A principal that is attached to a thing exclusively can be attached to no other; to become
	 * exclusive, it must be attached to none.
	 */
	attachThingPrincipal(thingName: string, principal: string, type?: ThingPrincipalType): void;
	detachThingPrincipal(thingName: string, principal: string): void;
	listThingPrincipals(thingName: string): readonly string[];
	listPrincipalThings(principal: string): readonly string[];
	/** The thing that a principal is attached to exclusively. */
	exclusiveThingOf(principal: string): string | undefined;
}

export interface ThingOptions {
	readonly thingTypeName?: string | undefined;
	/** A billing group that is there. */
	readonly billingGroupName?: string | undefined;
	readonly scope?: ArnScope;
}

/** EXCLUSIVE_THING: the thing is the connection's, whatever the client id. */
export type ThingPrincipalType = "EXCLUSIVE_THING" | "NON_EXCLUSIVE_THING";

export interface ThingUpdate {
	readonly attributes?: Readonly<Record<string, string>>;
	readonly merge?: boolean;
	readonly thingTypeName?: string;
	readonly removeThingType?: boolean;
	readonly expectedVersion?: number;
}
