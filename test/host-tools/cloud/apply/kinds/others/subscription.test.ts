import assert from "node:assert/strict";
import { subscription } from "../../../../../../host-tools/cloud/apply/kinds/others/subscription.js";
import { awsError, ScriptedContext } from "../../../../../support/scripted-clients.js";

const TopicArn = "arn:aws:sns:us-east-1:123456789012:plant-alarms";
const properties = { Protocol: "email", Endpoint: "a@example.com", TopicArn };
const tags = { Tags: [{ Key: "thingsmith:project", Value: "plant" }] };

const listed = (...arns: readonly string[]) => ({
	Subscriptions: arns.map((SubscriptionArn) => ({ ...properties, SubscriptionArn })),
});

describe("AWS::SNS::Subscription", () => {
	const read = (context: ScriptedContext) => subscription.read("a@example.com", context, properties);

	it("that nobody has consented to yet is there, and is left to lapse", async () => {
		const context = new ScriptedContext({
			ListSubscriptionsByTopic: [listed("PendingConfirmation")],
			ListTagsForResource: [tags],
		});
		const found = await read(context);
		assert.deepEqual(found, { owner: "plant", properties });
		await subscription.remove("a@example.com", { owner: "plant", properties }, context);
		assert.ok(!context.operations.includes("Unsubscribe"));
	});

	it("is looked for on all pages, and is ended by its own ARN", async () => {
		const other = { Subscriptions: [{ ...properties, Endpoint: "b@example.com" }], NextToken: "2" };
		const context = new ScriptedContext({
			ListSubscriptionsByTopic: [other, listed(`${TopicArn}:1`)],
			Unsubscribe: [{}],
		});
		await subscription.remove("a@example.com", { owner: "plant", properties }, context);
		assert.deepEqual(context.asked.at(-1), { operation: "Unsubscribe", input: { SubscriptionArn: `${TopicArn}:1` } });
	});

	it("is not there once it has been ended, nor without its topic", async () => {
		const ended = new ScriptedContext({ ListSubscriptionsByTopic: [listed("Deleted")] });
		assert.equal(await read(ended), undefined);
		const without = new ScriptedContext({ ListSubscriptionsByTopic: [awsError("NotFoundException")] });
		assert.equal(await read(without), undefined);
	});
});
