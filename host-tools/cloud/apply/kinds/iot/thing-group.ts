import {
	CreateDynamicThingGroupCommand,
	CreateThingGroupCommand,
	DeleteDynamicThingGroupCommand,
	DeleteThingGroupCommand,
	DescribeThingGroupCommand,
	type ThingGroupProperties,
	UpdateDynamicThingGroupCommand,
	UpdateThingGroupCommand,
} from "@aws-sdk/client-iot";
import { resourceArn } from "../../../model/resource-arn.js";
import { type Kind, type Properties, tagsOf } from "../../kind.js";
import { adoptByTag, ifThere, ownerOf } from "./found.js";
import { fromApi, toApi } from "./names.js";

const type = "AWS::IoT::ThingGroup";

/** Static ones, and with a `QueryString` dynamic ones; neither can become the other. */
export const thingGroup: Kind = {
	type,
	replacing: [],
	async read(thingGroupName, { clients, place }) {
		const client = await clients.iot();
		const found = await ifThere(client.send(new DescribeThingGroupCommand({ thingGroupName })));
		if (found === undefined) return undefined;
		const { thingGroupProperties = {}, queryString } = found;
		const { thingGroupDescription } = thingGroupProperties;
		return {
			properties: fromApi({ thingGroupProperties: { thingGroupDescription }, queryString }),
			owner: await ownerOf(client, resourceArn({ type, name: thingGroupName }, place)),
		};
	},
	async create(thingGroupName, properties, context) {
		const client = await context.clients.iot();
		const { queryString, thingGroupProperties } = ofApi(properties);
		const common = { thingGroupName, thingGroupProperties, tags: tagsOf(context) };
		if (queryString === undefined) await client.send(new CreateThingGroupCommand(common));
		else await client.send(new CreateDynamicThingGroupCommand({ ...common, queryString }));
	},
	async update(thingGroupName, properties, _found, { clients }) {
		const client = await clients.iot();
		const { queryString, thingGroupProperties } = ofApi(properties);
		const changed = { thingGroupName, thingGroupProperties };
		if (queryString === undefined) await client.send(new UpdateThingGroupCommand(changed));
		else await client.send(new UpdateDynamicThingGroupCommand({ ...changed, queryString }));
	},
	async remove(thingGroupName, { properties }, { clients }) {
		const client = await clients.iot();
		if (properties.QueryString === undefined) {
			await ifThere(client.send(new DeleteThingGroupCommand({ thingGroupName })));
		} else {
			await ifThere(client.send(new DeleteDynamicThingGroupCommand({ thingGroupName })));
		}
	},
	adopt: adoptByTag(type),
};

function ofApi(properties: Properties) {
	return toApi<{ queryString?: string; thingGroupProperties: ThingGroupProperties }>(properties);
}
