import type { Properties } from "../../../host-tools/cloud/apply/kind.js";
import { concrete, type Json } from "../../../host-tools/cloud/model/concrete.js";
import { desiredState } from "../../../host-tools/cloud/model/desired-state.js";
import type { Resource, ResourceType, Value } from "../../../host-tools/cloud/model/resource.js";
import type { Place } from "../../../host-tools/cloud/model/resource-arn.js";
import { parseProject } from "../../../host-tools/cloud/project/read-project.js";
import { MotoServer } from "../support/moto-server.js";

/** moto's own account. */
export const place: Place = Object.freeze({
	partition: "aws",
	region: "us-east-1",
	accountId: MotoServer.accountId,
});

/** With every section that there is. */
const project = JSON.stringify({ project: "plant", alarmEmail: "alarms@example.com", serialNumbers: "table" });

export const model: readonly Resource[] = desiredState(await parseProject(project, "thingsmith.json"));

export function resource(type: ResourceType, end = ""): Resource {
	const found = model.find((one) => one.type === type && one.id.endsWith(end));
	if (found === undefined) throw new Error(`The model has no ${type} …${end}`);
	return found;
}

export function propertiesOf({ properties }: Pick<Resource, "properties">): Properties {
	return concrete(properties as Value, place) as { readonly [name: string]: Json };
}
