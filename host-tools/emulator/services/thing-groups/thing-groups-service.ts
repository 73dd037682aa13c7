import type { Service, ServiceParts } from "../service.js";
import { groupMemberOperations } from "./group-member-operations.js";
import { thingGroupOperations } from "./thing-group-operations.js";

export function thingGroupsService({ registry: { thingGroups } }: Pick<ServiceParts, "registry">): Service {
	const operations = [...groupMemberOperations(thingGroups), ...thingGroupOperations(thingGroups)];
	return { name: "thing-groups", operations };
}
