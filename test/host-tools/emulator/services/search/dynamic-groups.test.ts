import assert from "node:assert/strict";
import {
	AddThingToThingGroupCommand,
	AttachPolicyCommand,
	CreateDynamicThingGroupCommand,
	CreatePolicyCommand,
	CreateThingCommand,
	DeleteDynamicThingGroupCommand,
	DeleteThingGroupCommand,
	DescribeThingGroupCommand,
	GetEffectivePoliciesCommand,
	ListAttachedPoliciesCommand,
	ListThingsInThingGroupCommand,
	UpdateDynamicThingGroupCommand,
	UpdateIndexingConfigurationCommand,
	UpdateThingCommand,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";

describe("Dynamic thing groups", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
		await plane.iot.send(
			new UpdateIndexingConfigurationCommand({ thingIndexingConfiguration: { thingIndexingMode: "REGISTRY" } }),
		);
	});
	afterEach(() => plane.close());

	const create = (thingGroupName: string, queryString: string) =>
		plane.iot.send(new CreateDynamicThingGroupCommand({ thingGroupName, queryString }));
	const make = (thingName: string, floor: string) =>
		plane.iot.send(new CreateThingCommand({ thingName, attributePayload: { attributes: { floor } } }));
	const members = async (thingGroupName: string) =>
		(await plane.iot.send(new ListThingsInThingGroupCommand({ thingGroupName }))).things;
	const describeGroup = (thingGroupName: string) => plane.iot.send(new DescribeThingGroupCommand({ thingGroupName }));
	/** Resolves with the next change of membership of that thing. */
	const membershipOf = (thing: string) =>
		new Promise<void>((resolve) => {
			const unfollow = plane.registry.changes.onChange(({ kind, thingName }) => {
				if (kind !== "thing-group" || thingName !== thing) return;
				unfollow();
				resolve();
			});
		});

	it("have the things that their query finds, those to come included", async () => {
		await make("a", "1");
		const joined = membershipOf("a");
		const made = await create("low", "attributes.floor<2");
		assert.deepEqual([made.indexName, made.queryVersion], ["AWS_Things", "2017-09-30"]);
		await joined;
		assert.deepEqual(await members("low"), ["a"]);
		const group = await describeGroup("low");
		assert.deepEqual([group.status, group.queryString], ["ACTIVE", "attributes.floor<2"]);
		const later = membershipOf("b");
		await make("b", "0");
		await later;
		assert.deepEqual(await members("low"), ["a", "b"]);
		const left = membershipOf("a");
		await plane.iot.send(new UpdateThingCommand({ thingName: "a", attributePayload: { attributes: { floor: "9" } } }));
		await left;
		assert.deepEqual(await members("low"), ["b"]);
		const again = membershipOf("a");
		await plane.iot.send(
			new UpdateDynamicThingGroupCommand({
				thingGroupName: "low",
				queryString: "attributes.floor>5",
				thingGroupProperties: {},
			}),
		);
		await again;
		assert.deepEqual((await members("low"))?.includes("a"), true);
	});

	it("are groups without policies for the things in them", async () => {
		await make("a", "1");
		const joined = membershipOf("a");
		await create("low", "attributes.floor<2");
		await joined;
		const { effectivePolicies } = await plane.iot.send(new GetEffectivePoliciesCommand({ thingName: "a" }));
		assert.deepEqual(effectivePolicies, []);
		const { thingGroupArn: target } = await describeGroup("low");
		const { policies } = await plane.iot.send(new ListAttachedPoliciesCommand({ target }));
		assert.deepEqual(policies, []);
	});

	it("come to an end when their queries speak of each other", async () => {
		await make("a", "1");
		const joined = membershipOf("a");
		await create("one", "NOT thingGroupNames:two");
		await create("two", "NOT thingGroupNames:one");
		await joined;
		assert.ok((await members("one"))?.includes("a") || (await members("two"))?.includes("a"));
	});

	it("take no things by hand, no policies, and are changed by their own operations", async () => {
		await make("a", "1");
		await create("low", "attributes.floor:7");
		const refused = awsException("InvalidRequestException", 400, /dynamic/);
		await assert.rejects(
			plane.iot.send(new AddThingToThingGroupCommand({ thingGroupName: "low", thingName: "a" })),
			refused,
		);
		await assert.rejects(plane.iot.send(new DeleteThingGroupCommand({ thingGroupName: "low" })), refused);
		const policyDocument = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iot:*","Resource":"*"}}';
		await plane.iot.send(new CreatePolicyCommand({ policyName: "p", policyDocument }));
		const { thingGroupArn: target } = await describeGroup("low");
		await assert.rejects(plane.iot.send(new AttachPolicyCommand({ policyName: "p", target })), refused);
		const off = new UpdateIndexingConfigurationCommand({ thingIndexingConfiguration: { thingIndexingMode: "OFF" } });
		await assert.rejects(plane.iot.send(off), refused);
		await plane.iot.send(new DeleteDynamicThingGroupCommand({ thingGroupName: "low" }));
		await plane.iot.send(off);
		await assert.rejects(create("other", "*"), awsException("ResourceNotFoundException", 404));
		await assert.rejects(describeGroup("low"), awsException("ResourceNotFoundException", 404));
	});
});
