import assert from "node:assert/strict";
import {
	AddThingToBillingGroupCommand,
	CreateBillingGroupCommand,
	CreateThingCommand,
	DeleteBillingGroupCommand,
	DeleteThingCommand,
	DescribeBillingGroupCommand,
	DescribeThingCommand,
	ListBillingGroupsCommand,
	ListTagsForResourceCommand,
	ListThingsInBillingGroupCommand,
	RemoveThingFromBillingGroupCommand,
	UpdateBillingGroupCommand,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";

const missing = awsException("ResourceNotFoundException", 404);

describe("Control plane: billing groups", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());
	const create = (billingGroupName: string, input = {}) =>
		plane.iot.send(new CreateBillingGroupCommand({ billingGroupName, ...input }));
	const describeGroup = (billingGroupName: string) =>
		plane.iot.send(new DescribeBillingGroupCommand({ billingGroupName }));
	const thingsIn = async (billingGroupName: string, query = {}) =>
		(await plane.iot.send(new ListThingsInBillingGroupCommand({ billingGroupName, ...query }))).things;
	const groupOf = async (thingName: string) =>
		(await plane.iot.send(new DescribeThingCommand({ thingName }))).billingGroupName;
	const add = (input: object) => plane.iot.send(new AddThingToBillingGroupCommand(input));

	it("are created with tags, described, updated at the expected version, and deleted", async () => {
		const billingGroupProperties = { billingGroupDescription: "the attic's" };
		const tags = [{ Key: "cost", Value: "42" }];
		const created = await create("attic", { billingGroupProperties, tags });
		assert.equal(created.billingGroupArn, "arn:aws:iot:us-east-1:000000000000:billinggroup/attic");
		const described = await describeGroup("attic");
		assert.equal(described.billingGroupId, created.billingGroupId);
		assert.deepEqual([described.version, described.billingGroupProperties], [1, billingGroupProperties]);
		assert.ok(described.billingGroupMetadata?.creationDate instanceof Date);
		const listed = await plane.iot.send(new ListTagsForResourceCommand({ resourceArn: created.billingGroupArn }));
		assert.deepEqual(listed.tags, tags);
		await assert.rejects(create("attic"), awsException("ResourceAlreadyExistsException", 409));
		const update = (expectedVersion: number) =>
			plane.iot.send(
				new UpdateBillingGroupCommand({
					billingGroupName: "attic",
					billingGroupProperties: { billingGroupDescription: "b" },
					expectedVersion,
				}),
			);
		assert.equal((await update(1)).version, 2);
		await assert.rejects(update(1), awsException("VersionConflictException", 409));
		const remove = (expectedVersion?: number) =>
			plane.iot.send(new DeleteBillingGroupCommand({ billingGroupName: "attic", expectedVersion }));
		await assert.rejects(remove(1), awsException("VersionConflictException", 409));
		await remove(2);
		await remove();
		await assert.rejects(describeGroup("attic"), missing);
	});

	it("are listed by prefix and in pages", async () => {
		for (const name of ["b-1", "a-1", "a-2"]) await create(name);
		const list = async (query = {}) => {
			const { billingGroups, nextToken } = await plane.iot.send(new ListBillingGroupsCommand(query));
			return { names: billingGroups?.map(({ groupName }) => groupName), nextToken };
		};
		assert.deepEqual((await list()).names, ["a-1", "a-2", "b-1"]);
		assert.deepEqual((await list({ namePrefixFilter: "a-" })).names, ["a-1", "a-2"]);
		const { nextToken } = await list({ maxResults: 2 });
		assert.deepEqual((await list({ maxResults: 2, nextToken })).names, ["b-1"]);
	});

	it("hold things, each in one", async () => {
		await create("a");
		const { billingGroupArn } = await create("b");
		const { thingArn } = await plane.iot.send(new CreateThingCommand({ thingName: "t", billingGroupName: "a" }));
		assert.equal(await groupOf("t"), "a");
		await add({ billingGroupName: "a", thingName: "t" });
		await add({ billingGroupArn, thingArn });
		assert.deepEqual([await groupOf("t"), await thingsIn("a"), await thingsIn("b")], ["b", [], ["t"]]);
		const remove = () => plane.iot.send(new RemoveThingFromBillingGroupCommand({ billingGroupArn, thingArn }));
		await remove();
		await remove();
		assert.equal(await groupOf("t"), undefined);
		await add({ billingGroupName: "b", thingName: "t" });
		await plane.iot.send(new DeleteThingCommand({ thingName: "t" }));
		assert.deepEqual(await thingsIn("b"), []);
	});

	it("let their things go when they are deleted", async () => {
		await create("a");
		await plane.iot.send(new CreateThingCommand({ thingName: "t", billingGroupName: "a" }));
		await plane.iot.send(new DeleteBillingGroupCommand({ billingGroupName: "a" }));
		assert.equal(await groupOf("t"), undefined);
	});

	it("are part of what CreateThing compares", async () => {
		await create("a");
		const createThing = (input = {}) => plane.iot.send(new CreateThingCommand({ thingName: "t", ...input }));
		await createThing({ billingGroupName: "a" });
		await createThing({ billingGroupName: "a" });
		await assert.rejects(createThing(), awsException("ResourceAlreadyExistsException", 409));
	});

	it("refuse what is not there and what has no such name", async () => {
		await create("a");
		await plane.iot.send(new CreateThingCommand({ thingName: "t" }));
		await assert.rejects(add({ billingGroupName: "no", thingName: "t" }), missing);
		await assert.rejects(add({ billingGroupName: "a", thingName: "no" }), missing);
		await assert.rejects(thingsIn("no"), missing);
		const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);
		await assert.rejects(create("a b"), invalid(/billingGroupName must be/));
		await assert.rejects(add({ thingName: "t" }), invalid(/billingGroupName is missing/));
		await assert.rejects(add({ billingGroupName: "a", thingName: "t", thingArn: "x" }), invalid(/thingArn must be/));
	});
});
