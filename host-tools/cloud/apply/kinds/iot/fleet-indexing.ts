import {
	GetIndexingConfigurationCommand,
	UpdateIndexingConfigurationCommand,
	type UpdateIndexingConfigurationRequest,
} from "@aws-sdk/client-iot";
import type { Json } from "../../../model/concrete.js";
import type { Kind } from "../../kind.js";
import { fromApi, toApi } from "./names.js";

type Members = { readonly [member: string]: Json };

/** What may be looked for. A registry that is indexed with its shadows is as good as one without: it is not made less. */
export const fleetIndexing: Kind = {
	type: "Thingsmith::IoT::FleetIndexing",
	replacing: [],
	isOff: ({ ThingIndexingConfiguration: things }) => (things as Members).ThingIndexingMode === "OFF",
	async read(_name, { clients }) {
		const client = await clients.iot();
		const { thingIndexingConfiguration: things, thingGroupIndexingConfiguration: groups } = await client.send(
			new GetIndexingConfigurationCommand({}),
		);
		const mode =
			things?.thingIndexingMode === "REGISTRY_AND_SHADOW" ? "REGISTRY" : (things?.thingIndexingMode ?? "OFF");
		return {
			properties: fromApi({
				thingIndexingConfiguration: {
					thingIndexingMode: mode,
					thingConnectivityIndexingMode: things?.thingConnectivityIndexingMode ?? "OFF",
				},
				thingGroupIndexingConfiguration: { thingGroupIndexingMode: groups?.thingGroupIndexingMode ?? "OFF" },
			}),
			owner: undefined,
		};
	},
	async create() {},
	async update(_name, properties, _found, { clients }) {
		const client = await clients.iot();
		const present = await client.send(new GetIndexingConfigurationCommand({}));
		const wanted = toApi<UpdateIndexingConfigurationRequest>(properties);
		// AWS IoT replaces each of the two as a whole: what is indexed besides has to be said again.
		const things = {
			...(present.thingIndexingConfiguration as object),
			...(wanted.thingIndexingConfiguration as object),
		};
		if (present.thingIndexingConfiguration?.thingIndexingMode === "REGISTRY_AND_SHADOW") {
			(things as { thingIndexingMode: string }).thingIndexingMode = "REGISTRY_AND_SHADOW";
		}
		const groups = {
			...(present.thingGroupIndexingConfiguration as object),
			...(wanted.thingGroupIndexingConfiguration as object),
		};
		await client.send(
			new UpdateIndexingConfigurationCommand({
				thingIndexingConfiguration: withoutManaged(things) as never,
				thingGroupIndexingConfiguration: withoutManaged(groups) as never,
			}),
		);
	},
	async remove(_name, _found, { clients }) {
		const client = await clients.iot();
		await client.send(
			new UpdateIndexingConfigurationCommand({
				thingIndexingConfiguration: { thingIndexingMode: "OFF", thingConnectivityIndexingMode: "OFF" },
				thingGroupIndexingConfiguration: { thingGroupIndexingMode: "OFF" },
			}),
		);
	},
};

/** AWS IoT tells its own fields, and takes none. */
function withoutManaged(configuration: object): Members {
	const { managedFields: _, ...rest } = configuration as Members;
	return rest;
}
