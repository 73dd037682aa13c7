import type { Service, ServiceParts } from "../service.js";
import { thingOperations } from "./thing-operations.js";
import { thingPrincipalOperations } from "./thing-principal-operations.js";

export function thingsService({ registry: { things, billingGroups } }: Pick<ServiceParts, "registry">): Service {
	return {
		name: "things",
		operations: [...thingOperations(things, billingGroups), ...thingPrincipalOperations(things)],
	};
}
