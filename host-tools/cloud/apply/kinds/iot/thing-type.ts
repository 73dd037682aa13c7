import {
	CreateThingTypeCommand,
	DeleteThingTypeCommand,
	DeprecateThingTypeCommand,
	DescribeThingTypeCommand,
	type ThingTypeProperties,
} from "@aws-sdk/client-iot";
import { resourceArn } from "../../../model/resource-arn.js";
import { type Kind, tagsOf } from "../../kind.js";
import { adoptByTag, ifThere, ownerOf } from "./found.js";
import { fromApi, toApi } from "./names.js";

const type = "AWS::IoT::ThingType";

/** A type can be deleted five minutes after it was deprecated. */
export const thingType: Kind = {
	type,
	replacing: [],
	unchangeable: { ThingTypeProperties: "give thingType.name in thingsmith.json another name" },
	async read(thingTypeName, { clients, place }) {
		const client = await clients.iot();
		const found = await ifThere(client.send(new DescribeThingTypeCommand({ thingTypeName })));
		if (found === undefined) return undefined;
		const { thingTypeDescription, searchableAttributes } = found.thingTypeProperties ?? {};
		return {
			properties: {
				DeprecateThingType: found.thingTypeMetadata?.deprecated ?? false,
				ThingTypeProperties: fromApi({ thingTypeDescription, searchableAttributes }),
			},
			owner: await ownerOf(client, resourceArn({ type, name: thingTypeName }, place)),
		};
	},
	async create(thingTypeName, properties, context) {
		const client = await context.clients.iot();
		const { thingTypeProperties } = toApi<{ thingTypeProperties: ThingTypeProperties }>(properties);
		await client.send(new CreateThingTypeCommand({ thingTypeName, thingTypeProperties, tags: tagsOf(context) }));
	},
	async update(thingTypeName, { DeprecateThingType }, _found, { clients }) {
		const client = await clients.iot();
		const undoDeprecate = DeprecateThingType !== true;
		await client.send(new DeprecateThingTypeCommand({ thingTypeName, undoDeprecate }));
	},
	async prepareRemoval(thingTypeName, { properties }, { clients }) {
		if (properties.DeprecateThingType === true) return;
		const client = await clients.iot();
		await ifThere(client.send(new DeprecateThingTypeCommand({ thingTypeName })));
	},
	async remove(thingTypeName, _found, { clients }) {
		const client = await clients.iot();
		await ifThere(client.send(new DeleteThingTypeCommand({ thingTypeName })));
	},
	adopt: adoptByTag(type),
};
