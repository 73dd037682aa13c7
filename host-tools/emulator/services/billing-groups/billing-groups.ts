import type { ArnScope } from "../../arn.js";
import type { RowsFrom } from "../../store/table.js";

export interface BillingGroup {
	readonly billingGroupName: string;
	readonly billingGroupArn: string;
	/** UUID */
	readonly billingGroupId: string;
	readonly description: string;
	/** Starts at 1, one more with each update. */
	readonly version: number;
	/** ms */
	readonly creationDate: number;
}

/** Billing groups and their things. All calls are synchronous and throw AwsError as the AWS operation of the same name would. */
export interface BillingGroups {
	/** `scope`: the registry's home unless told otherwise. */
	createBillingGroup(billingGroupName: string, description?: string, scope?: ArnScope): BillingGroup;
	describeBillingGroup(billingGroupName: string): BillingGroup;
	findBillingGroup(billingGroupName: string): BillingGroup | undefined;
	/** Sorted by name. */
	listBillingGroups(range?: RowsFrom): Iterable<BillingGroup>;
	updateBillingGroup(billingGroupName: string, description: string | undefined, expectedVersion?: number): BillingGroup;
	/** A missing group is no error (AWS); its things leave it. */
	deleteBillingGroup(billingGroupName: string, expectedVersion?: number): void;
	/** A thing is in one: it leaves the one it was in. */
	addThingToBillingGroup(billingGroupName: string, thingName: string): void;
	/** A thing that is not in the group is no error. */
	removeThingFromBillingGroup(billingGroupName: string, thingName: string): void;
	/** Names, sorted. */
	listThingsInBillingGroup(billingGroupName: string, range?: RowsFrom): Iterable<string>;
	/** The one that the thing is in. */
	billingGroupOf(thingName: string): string | undefined;
}
