import {
	CreateLogGroupCommand,
	DeleteLogGroupCommand,
	DescribeLogGroupsCommand,
	ListTagsForResourceCommand,
	PutRetentionPolicyCommand,
	TagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { resourceArn } from "../../../model/resource-arn.js";
import { asking, unlessMissing } from "../../asking.js";
import { type Kind, type KindContext, ownerTag, type Properties } from "../../kind.js";
import { changed } from "./shapes.js";

const type = "AWS::Logs::LogGroup";

export const logGroup: Kind = {
	type,
	replacing: [],

	async read(name, context) {
		const ask = asking(context);
		const logs = await context.clients.logs();
		// In the order of their names: what is nothing but the prefix comes first.
		const { logGroups = [] } = await ask(() => logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name })));
		const found = logGroups.find(({ logGroupName }) => logGroupName === name);
		if (found === undefined) return undefined;
		const { tags } = await ask(() => logs.send(new ListTagsForResourceCommand({ resourceArn: arnOf(name, context) })));
		const { retentionInDays } = found;
		return {
			owner: tags?.[ownerTag],
			properties: retentionInDays === undefined ? {} : { RetentionInDays: retentionInDays },
		};
	},

	async create(logGroupName, properties, context) {
		const logs = await context.clients.logs();
		const tags = { [ownerTag]: context.owner };
		await asking(context)(() => logs.send(new CreateLogGroupCommand({ logGroupName, tags })));
		await mendRetention(logGroupName, properties, {}, context);
	},

	async update(name, properties, { properties: found }, context) {
		await mendRetention(name, properties, found, context);
	},

	async remove(logGroupName, _found, context) {
		const logs = await context.clients.logs();
		await unlessMissing(() => asking(context)(() => logs.send(new DeleteLogGroupCommand({ logGroupName }))));
	},

	async adopt(name, context) {
		const logs = await context.clients.logs();
		const tags = { [ownerTag]: context.owner };
		await asking(context)(() => logs.send(new TagResourceCommand({ resourceArn: arnOf(name, context), tags })));
	},
};

const arnOf = (name: string, { place }: KindContext) => resourceArn({ type, name }, place);

async function mendRetention(
	logGroupName: string,
	properties: Properties,
	found: Properties,
	context: KindContext,
): Promise<void> {
	if (changed(properties, found, ["RetentionInDays"]).length === 0) return;
	const logs = await context.clients.logs();
	const retentionInDays = properties.RetentionInDays as number;
	await asking(context)(() => logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays })));
}
