import type { ArnScope } from "../../arn.js";
import type { RowsFrom } from "../../store/table.js";

export interface ThingType {
	readonly thingTypeName: string;
	readonly thingTypeArn: string;
	/** UUID */
	readonly thingTypeId: string;
	readonly description: string;
	readonly searchableAttributes: readonly string[];
	readonly propagatingAttributes: readonly PropagatingAttribute[];
	/** ms; undefined while the type is in use. No thing becomes one of a deprecated type. */
	readonly deprecationDate: number | undefined;
	/** ms */
	readonly creationDate: number;
}

export interface ThingTypeProperties {
	readonly description?: string;
	/** At most three names of attributes. */
	readonly searchableAttributes?: readonly string[];
	readonly propagatingAttributes?: readonly PropagatingAttribute[];
}

/** A user property that is added to MQTT 5 messages which things of the type publish: one of the two is there. */
export interface PropagatingAttribute {
	readonly userPropertyKey: string;
	/** An attribute of the thing. */
	readonly thingAttribute?: string;
	/** `iot:ClientId` or `iot:Thing.ThingName`. */
	readonly connectionAttribute?: string;
}

/** Thing types. All calls are synchronous and throw AwsError as the AWS operation of the same name would. */
export interface ThingTypes {
	/** Again with the same properties is no error. `scope`: the registry's home unless told otherwise. */
	createThingType(thingTypeName: string, properties?: ThingTypeProperties, scope?: ArnScope): ThingType;
	describeThingType(thingTypeName: string): ThingType;
	findThingType(thingTypeName: string): ThingType | undefined;
	/** Sorted by name. */
	listThingTypes(range?: RowsFrom): Iterable<ThingType>;
	/** What is not given stays as it is. */
	updateThingType(thingTypeName: string, properties: ThingTypeProperties): void;
	deprecateThingType(thingTypeName: string, undo?: boolean): void;
	/** Only five minutes after it was deprecated, and while no thing is of it. */
	deleteThingType(thingTypeName: string): void;
	/** The type, for a thing that is to become one of it. Throws when it is missing or deprecated. */
	usableThingType(thingTypeName: string): ThingType;
}
