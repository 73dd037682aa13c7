import {
	CreateScheduledAuditCommand,
	type CreateScheduledAuditRequest,
	DeleteScheduledAuditCommand,
	DescribeScheduledAuditCommand,
	UpdateScheduledAuditCommand,
} from "@aws-sdk/client-iot";
import { resourceArn } from "../../../model/resource-arn.js";
import { type Kind, tagsOf } from "../../kind.js";
import { adoptByTag, ifThere, ownerOf } from "./found.js";
import { fromApi, toApi } from "./names.js";

const type = "AWS::IoT::ScheduledAudit";

export const scheduledAudit: Kind = {
	type,
	replacing: [],
	async read(scheduledAuditName, { clients, place }) {
		const client = await clients.iot();
		const found = await ifThere(client.send(new DescribeScheduledAuditCommand({ scheduledAuditName })));
		if (found === undefined) return undefined;
		const { frequency, dayOfWeek, dayOfMonth, targetCheckNames = [] } = found;
		return {
			properties: fromApi({ frequency, dayOfWeek, dayOfMonth, targetCheckNames: targetCheckNames.toSorted() }),
			owner: await ownerOf(client, resourceArn({ type, name: scheduledAuditName }, place)),
		};
	},
	async create(scheduledAuditName, properties, context) {
		const client = await context.clients.iot();
		const request = toApi<CreateScheduledAuditRequest>(properties);
		await client.send(new CreateScheduledAuditCommand({ ...request, scheduledAuditName, tags: tagsOf(context) }));
	},
	async update(scheduledAuditName, properties, _found, { clients }) {
		const client = await clients.iot();
		const request = toApi<CreateScheduledAuditRequest>(properties);
		await client.send(new UpdateScheduledAuditCommand({ ...request, scheduledAuditName }));
	},
	async remove(scheduledAuditName, _found, { clients }) {
		const client = await clients.iot();
		await ifThere(client.send(new DeleteScheduledAuditCommand({ scheduledAuditName })));
	},
	adopt: adoptByTag(type),
};
