import {
	CreateTopicRuleCommand,
	DeleteTopicRuleCommand,
	GetTopicRuleCommand,
	ReplaceTopicRuleCommand,
	type TopicRulePayload,
	UnauthorizedException,
} from "@aws-sdk/client-iot";
import { resourceArn } from "../../../model/resource-arn.js";
import { type Kind, ownerTag, type Properties } from "../../kind.js";
import { adoptByTag, ifThere, ownerOf } from "./found.js";
import { fromApi, toApi } from "./names.js";

const type = "AWS::IoT::TopicRule";

export const topicRule: Kind = {
	type,
	replacing: [],
	async read(ruleName, { clients, place }) {
		const client = await clients.iot();
		const rule = (await ifThere(orHidden(client.send(new GetTopicRuleCommand({ ruleName })))))?.rule;
		if (rule === undefined) return undefined;
		const { sql, awsIotSqlVersion, ruleDisabled, description, actions, errorAction } = rule;
		const payload = { sql, awsIotSqlVersion, ruleDisabled, description, actions, errorAction };
		return {
			properties: { TopicRulePayload: fromApi(payload) },
			owner: await ownerOf(client, resourceArn({ type, name: ruleName }, place)),
		};
	},
	async create(ruleName, properties, { clients, owner }) {
		const client = await clients.iot();
		const tags = new URLSearchParams({ [ownerTag]: owner }).toString();
		await client.send(new CreateTopicRuleCommand({ ruleName, topicRulePayload: payloadOf(properties), tags }));
	},
	async update(ruleName, properties, _found, { clients }) {
		const client = await clients.iot();
		await client.send(new ReplaceTopicRuleCommand({ ruleName, topicRulePayload: payloadOf(properties) }));
	},
	async remove(ruleName, _found, { clients }) {
		const client = await clients.iot();
		await ifThere(orHidden(client.send(new DeleteTopicRuleCommand({ ruleName }))));
	},
	adopt: adoptByTag(type),
};

function payloadOf(properties: Properties): TopicRulePayload {
	return toApi<{ topicRulePayload: TopicRulePayload }>(properties).topicRulePayload;
}

/** AWS IoT says of a rule that is not there that one may not have it (docs/aws-behaviour.md, "Topic rules"). */
async function orHidden<T>(asking: Promise<T>): Promise<T | undefined> {
	try {
		return await asking;
	} catch (error) {
		if (error instanceof UnauthorizedException) return undefined;
		throw error;
	}
}
