import type { Service, ServiceParts } from "../service.js";
import { thingTypeOperations } from "./thing-type-operations.js";

export function thingTypesService({ registry: { thingTypes, tags } }: Pick<ServiceParts, "registry">): Service {
	tags.taggable("thingtype", (name) => thingTypes.findThingType(name)?.thingTypeArn);
	return { name: "thing-types", operations: thingTypeOperations(thingTypes, tags) };
}
