import type { IoTClient } from "@aws-sdk/client-iot";
import type { KindContext } from "../apply/kind.js";
import { iotKinds } from "../apply/kinds/iot.js";
import { kindOf } from "../apply/plan.js";
import type { Place } from "../model/resource-arn.js";
import { defaultProject, prefixOf } from "../project/project.js";
import { starterProperties, starterResources } from "./starter-template.js";

/** Creates what a device needs to become a thing; what is there already stays as it is. */
export async function createStarterTemplate(client: IoTClient, place: Place): Promise<void> {
	const clients = { iot: async () => client } as KindContext["clients"];
	const { signal } = new AbortController();
	const context: KindContext = { clients, place, owner: prefixOf(defaultProject), signal };
	for (const resource of starterResources()) {
		const kind = kindOf(iotKinds, resource);
		const properties = starterProperties<Readonly<Record<string, string>>>(resource.id, place);
		if ((await kind.read(resource.name, context, properties)) !== undefined) continue;
		await kind.create(resource.name, properties, context);
	}
}
