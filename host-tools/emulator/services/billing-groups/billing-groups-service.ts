import type { Service, ServiceParts } from "../service.js";
import { billingGroupMemberOperations } from "./billing-group-member-operations.js";
import { billingGroupOperations } from "./billing-group-operations.js";

export function billingGroupsService({ registry: { billingGroups, tags } }: Pick<ServiceParts, "registry">): Service {
	tags.taggable("billinggroup", (name) => billingGroups.findBillingGroup(name)?.billingGroupArn);
	const operations = [...billingGroupMemberOperations(billingGroups), ...billingGroupOperations(billingGroups, tags)];
	return { name: "billing-groups", operations };
}
