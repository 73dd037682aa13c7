import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import type { BillingGroups } from "./billing-groups.js";

export function billingGroupOperations(groups: BillingGroups, tags: Tags): readonly Operation[] {
	const all = "/billing-groups";
	const one = "/billing-groups/{billingGroupName}";
	return [
		{ name: "CreateBillingGroup", method: "POST", path: one, handle: (call) => createGroup(groups, tags, call) },
		{ name: "DescribeBillingGroup", method: "GET", path: one, handle: (call) => describeGroup(groups, call) },
		{ name: "UpdateBillingGroup", method: "PATCH", path: one, handle: (call) => updateGroup(groups, call) },
		{ name: "DeleteBillingGroup", method: "DELETE", path: one, handle: (call) => deleteGroup(groups, tags, call) },
		{ name: "ListBillingGroups", method: "GET", path: all, handle: (call) => listGroups(groups, call) },
	];
}

function createGroup(groups: BillingGroups, tags: Tags, { path, body, scope }: ApiCall): Answer {
	const members = body();
	const given = tagsIn(members);
	const description = members.object("billingGroupProperties")?.string("billingGroupDescription");
	const group = groups.createBillingGroup(path("billingGroupName"), description, scope);
	const { billingGroupName, billingGroupArn, billingGroupId } = group;
	tags.set(billingGroupArn, given);
	return { billingGroupName, billingGroupArn, billingGroupId };
}

function describeGroup(groups: BillingGroups, { path }: ApiCall): Answer {
	const { creationDate, description, ...group } = groups.describeBillingGroup(path("billingGroupName"));
	return {
		...group,
		billingGroupProperties: { billingGroupDescription: description },
		billingGroupMetadata: { creationDate: epochSeconds(creationDate) },
	};
}

function updateGroup(groups: BillingGroups, { path, body }: ApiCall): Answer {
	const members = body();
	members.required("billingGroupProperties");
	const description = members.object("billingGroupProperties")?.string("billingGroupDescription");
	const expectedVersion = members.integer("expectedVersion");
	const { version } = groups.updateBillingGroup(path("billingGroupName"), description, expectedVersion);
	return { version };
}

function deleteGroup(groups: BillingGroups, tags: Tags, { path, query }: ApiCall): Answer {
	const present = groups.findBillingGroup(path("billingGroupName"));
	groups.deleteBillingGroup(path("billingGroupName"), query.integer("expectedVersion"));
	if (present !== undefined) tags.remove(present.billingGroupArn);
	return {};
}

function listGroups(groups: BillingGroups, call: ApiCall): Answer {
	const prefix = call.query.string("namePrefixFilter") ?? "";
	const { items, next } = pageByToken(call, {
		from: groups.listBillingGroups,
		where: ({ billingGroupName }) => billingGroupName.startsWith(prefix),
		keyOf: ({ billingGroupName }) => billingGroupName,
	});
	return {
		billingGroups: items.map((group) => ({ groupName: group.billingGroupName, groupArn: group.billingGroupArn })),
		nextToken: next,
	};
}
