import assert from "node:assert/strict";
import { table } from "../../../../../../host-tools/cloud/apply/kinds/others/table.js";
import { awsError, ScriptedContext } from "../../../../../support/scripted-clients.js";

const properties = {
	BillingMode: "PAY_PER_REQUEST",
	AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
	KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
	TimeToLiveSpecification: { AttributeName: "expires", Enabled: true },
};

const is = (TableStatus: string) => ({
	Table: {
		TableStatus,
		BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
		AttributeDefinitions: properties.AttributeDefinitions,
		KeySchema: properties.KeySchema,
	},
});
const gone = awsError("ResourceNotFoundException");
const off = { TimeToLiveDescription: { TimeToLiveStatus: "DISABLED" } };
const on = { TimeToLiveDescription: { TimeToLiveStatus: "ENABLING", AttributeName: "expires" } };

describe("AWS::DynamoDB::Table", () => {
	it("gets its time to live once it is there", async () => {
		const context = new ScriptedContext({
			CreateTable: [{}],
			DescribeTable: [is("CREATING"), is("CREATING"), is("ACTIVE")],
			DescribeTimeToLive: [off],
			UpdateTimeToLive: [{}],
		});
		await table.create("events", properties, context);
		assert.deepEqual(context.operations, [
			...["CreateTable", "DescribeTable", "DescribeTable", "DescribeTable"],
			...["DescribeTimeToLive", "UpdateTimeToLive"],
		]);
	});

	it("that is still being made is read when that is done, with all pages of its tags", async () => {
		const context = new ScriptedContext({
			DescribeTable: [is("CREATING"), is("ACTIVE")],
			DescribeTimeToLive: [on],
			ListTagsOfResource: [{ Tags: [], NextToken: "2" }, { Tags: [{ Key: "thingsmith:project", Value: "plant" }] }],
		});
		assert.deepEqual(await table.read("events", context, properties), { owner: "plant", properties });
		assert.equal(context.asked.at(-1)?.input.NextToken, "2");
	});

	it("that is being deleted is none, and is removed when it is gone", async () => {
		const context = new ScriptedContext({
			DescribeTable: [is("DELETING"), is("DELETING"), is("DELETING"), gone],
			DeleteTable: [{}, gone],
		});
		assert.equal(await table.read("events", context, properties), undefined);
		await table.remove("events", { owner: "plant", properties }, context);
		assert.equal(context.clock.slept.length, 2);
		await table.remove("events", { owner: "plant", properties }, context);
	});

	it("loses a time to live that is not wanted, and is not told again what is so already", async () => {
		const { TimeToLiveSpecification: _, ...mortal } = properties;
		const context = new ScriptedContext({ DescribeTimeToLive: [on], UpdateTimeToLive: [{}] });
		const found = { owner: "plant", properties };
		await table.update("events", properties, found, context);
		assert.deepEqual(context.operations, ["DescribeTimeToLive"]);
		await table.update("events", mortal, found, context);
		assert.deepEqual(context.asked.at(-1)?.input.TimeToLiveSpecification, {
			AttributeName: "expires",
			Enabled: false,
		});
	});
});
