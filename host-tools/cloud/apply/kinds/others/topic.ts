import {
	CreateTopicCommand,
	DeleteTopicCommand,
	GetTopicAttributesCommand,
	ListTagsForResourceCommand,
	SetTopicAttributesCommand,
	TagResourceCommand,
} from "@aws-sdk/client-sns";
import { resourceArn } from "../../../model/resource-arn.js";
import { type Kind, type KindContext, ownerIn, tagsOf } from "../../kind.js";
import { unlessMissing } from "./answers.js";
import { changed, pick } from "./shapes.js";

const type = "AWS::SNS::Topic";

/** Attributes that CloudFormation names as the API does. */
const attributes = Object.freeze(["DisplayName", "KmsMasterKeyId"]);

export const topic: Kind = {
	type,
	replacing: [],

	async read(name, context) {
		const sns = await context.clients.sns();
		const TopicArn = arnOf(name, context);
		const get = () => sns.send(new GetTopicAttributesCommand({ TopicArn }));
		const found = await unlessMissing(get);
		if (found === undefined) return undefined;
		const set = Object.entries(found.Attributes ?? {}).filter(([, value]) => value !== "");
		const properties = pick(Object.fromEntries(set), attributes);
		return { owner: await ownerOfTopic(TopicArn, context), properties };
	},

	async create(Name, properties, context) {
		const sns = await context.clients.sns();
		const Attributes = pick(properties, attributes) as Readonly<Record<string, string>>;
		await sns.send(new CreateTopicCommand({ Name, Attributes, Tags: tagsOf(context) }));
	},

	async update(name, properties, { properties: found }, context) {
		const sns = await context.clients.sns();
		const TopicArn = arnOf(name, context);
		for (const AttributeName of changed(properties, found, attributes)) {
			const { [AttributeName]: AttributeValue = "" } = properties as Readonly<Record<string, string>>;
			await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
		}
	},

	/** Its subscriptions go with it. */
	async remove(name, _found, context) {
		const sns = await context.clients.sns();
		const TopicArn = arnOf(name, context);
		await unlessMissing(() => sns.send(new DeleteTopicCommand({ TopicArn })));
	},

	async adopt(name, context) {
		const sns = await context.clients.sns();
		const ResourceArn = arnOf(name, context);
		await sns.send(new TagResourceCommand({ ResourceArn, Tags: tagsOf(context) }));
	},
};

const arnOf = (name: string, { place }: KindContext) => resourceArn({ type, name }, place);

/** The project that the topic's tag names. */
export async function ownerOfTopic(ResourceArn: string, context: KindContext): Promise<string | undefined> {
	const sns = await context.clients.sns();
	const list = () => sns.send(new ListTagsForResourceCommand({ ResourceArn }));
	return ownerIn((await unlessMissing(list))?.Tags);
}
