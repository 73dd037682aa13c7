import type { Service, ServiceParts } from "../service.js";
import { thingTypeOperations } from "./thing-type-operations.js";

export function thingTypesService({ registry: { thingTypes } }: Pick<ServiceParts, "registry">): Service {
	return { name: "thing-types", operations: thingTypeOperations(thingTypes) };
}
