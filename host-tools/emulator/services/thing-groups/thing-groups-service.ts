import type { Service, ServiceParts } from "../service.js";
import { groupMemberOperations } from "./group-member-operations.js";
import { thingGroupOperations } from "./thing-group-operations.js";

export function thingGroupsService({ registry: { thingGroups, tags } }: Pick<ServiceParts, "registry">): Service {
	tags.taggable("thinggroup", (name) => thingGroups.findThingGroup(name)?.thingGroupArn);
	const operations = [...groupMemberOperations(thingGroups), ...thingGroupOperations(thingGroups, tags)];
	return { name: "thing-groups", operations };
}
