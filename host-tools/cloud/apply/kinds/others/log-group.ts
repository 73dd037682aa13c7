import {
	CreateLogGroupCommand,
	DeleteLogGroupCommand,
	DeleteRetentionPolicyCommand,
	DescribeLogGroupsCommand,
	ListTagsForResourceCommand,
	PutRetentionPolicyCommand,
	TagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { resourceArn } from "../../../model/resource-arn.js";
import { type Kind, type KindContext, ownerTag, type Properties } from "../../kind.js";
import { unlessMissing } from "./answers.js";
import { changed } from "./shapes.js";

const type = "AWS::Logs::LogGroup";

export const logGroup: Kind = {
	type,
	replacing: [],

	async read(name, context) {
		const logs = await context.clients.logs();
		// In the order of their names: what is nothing but the prefix comes first.
		const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
		const found = logGroups.find(({ logGroupName }) => logGroupName === name);
		if (found === undefined) return undefined;
		const { tags } = await logs.send(new ListTagsForResourceCommand({ resourceArn: arnOf(name, context) }));
		const { retentionInDays } = found;
		return {
			owner: tags?.[ownerTag],
			properties: retentionInDays === undefined ? {} : { RetentionInDays: retentionInDays },
		};
	},

	async create(logGroupName, properties, context) {
		const logs = await context.clients.logs();
		const tags = { [ownerTag]: context.owner };
		await logs.send(new CreateLogGroupCommand({ logGroupName, tags }));
		await mendRetention(logGroupName, properties, {}, context);
	},

	async update(name, properties, { properties: found }, context) {
		await mendRetention(name, properties, found, context);
	},

	async remove(logGroupName, _found, context) {
		const logs = await context.clients.logs();
		await unlessMissing(() => logs.send(new DeleteLogGroupCommand({ logGroupName })));
	},

	async adopt(name, context) {
		const logs = await context.clients.logs();
		const tags = { [ownerTag]: context.owner };
		await logs.send(new TagResourceCommand({ resourceArn: arnOf(name, context), tags }));
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
	const { RetentionInDays: retentionInDays } = properties as { readonly RetentionInDays?: number };
	await (retentionInDays === undefined
		? logs.send(new DeleteRetentionPolicyCommand({ logGroupName }))
		: logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays })));
}
