import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import { nameOrArn } from "../name-or-arn.js";
import type { BillingGroups } from "./billing-groups.js";

export function billingGroupMemberOperations(groups: BillingGroups): readonly Operation[] {
	return [
		{
			name: "AddThingToBillingGroup",
			method: "PUT",
			path: "/billing-groups/addThingToBillingGroup",
			handle: (call) => change(call, (group, thing) => groups.addThingToBillingGroup(group, thing)),
		},
		{
			name: "RemoveThingFromBillingGroup",
			method: "PUT",
			path: "/billing-groups/removeThingFromBillingGroup",
			handle: (call) => change(call, (group, thing) => groups.removeThingFromBillingGroup(group, thing)),
		},
		{
			name: "ListThingsInBillingGroup",
			method: "GET",
			path: "/billing-groups/{billingGroupName}/things",
			handle: (call) => listThings(groups, call),
		},
	];
}

function change(call: ApiCall, perform: (billingGroupName: string, thingName: string) => void): Answer {
	const members = call.body();
	perform(nameOrArn(call, members, "billinggroup", "billingGroup"), nameOrArn(call, members, "thing", "thing"));
	return {};
}

function listThings(groups: BillingGroups, call: ApiCall): Answer {
	const groupName = call.path("billingGroupName");
	const { items, next } = pageByToken(call, {
		from: (range) => groups.listThingsInBillingGroup(groupName, range),
		keyOf: (thingName) => thingName,
	});
	return { things: items, nextToken: next };
}
