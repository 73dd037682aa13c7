import {
	paginateListSubscriptionsByTopic,
	SubscribeCommand,
	type Subscription,
	UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import type { Kind, KindContext, Properties } from "../../kind.js";
import { collect, unlessMissing } from "./answers.js";
import { ownerOfTopic } from "./topic.js";

/**
 * Has no tags: it belongs to whom its topic belongs to. One by e-mail is there as soon as AWS has asked the address for its consent. Until that is
 * given it cannot be deleted, and `remove` leaves it: it lapses by itself after two days, or with its topic.
 */
export const subscription: Kind = {
	type: "AWS::SNS::Subscription",
	replacing: ["Protocol", "Endpoint", "TopicArn"],

	async read(_name, context, desired) {
		if ((await find(desired, context)) === undefined) return undefined;
		const { Protocol, Endpoint, TopicArn } = membersOf(desired);
		return { owner: await ownerOfTopic(TopicArn, context), properties: { Protocol, Endpoint, TopicArn } };
	},

	async create(_name, properties, context) {
		const sns = await context.clients.sns();
		await sns.send(new SubscribeCommand(membersOf(properties)));
	},

	/** All that it consists of replaces it. */
	async update() {},

	async remove(_name, { properties }, context) {
		const { SubscriptionArn } = (await find(properties, context)) ?? {};
		// A pending one has words instead.
		if (!SubscriptionArn?.startsWith("arn:")) return;
		const sns = await context.clients.sns();
		await unlessMissing(() => sns.send(new UnsubscribeCommand({ SubscriptionArn })));
	},
};

function membersOf(properties: Properties) {
	const { Protocol = "", Endpoint = "", TopicArn = "" } = properties as Readonly<Record<string, string>>;
	return { Protocol, Endpoint, TopicArn };
}

async function find(wanted: Properties, context: KindContext): Promise<Subscription | undefined> {
	const client = await context.clients.sns();
	const { Protocol, Endpoint, TopicArn } = membersOf(wanted);
	const list = () =>
		collect(paginateListSubscriptionsByTopic({ client }, { TopicArn }), ({ Subscriptions }) => Subscriptions);
	const all = (await unlessMissing(() => list())) ?? [];
	// AWS still lists for a while what has been ended.
	const isThere = ({ SubscriptionArn }: Subscription) => SubscriptionArn !== "Deleted";
	return all.find((one) => one.Protocol === Protocol && one.Endpoint === Endpoint && isThere(one));
}
