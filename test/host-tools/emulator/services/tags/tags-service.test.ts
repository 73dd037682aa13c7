import assert from "node:assert/strict";
import {
	CreatePolicyCommand,
	CreateProvisioningTemplateCommand,
	CreateRoleAliasCommand,
	CreateThingGroupCommand,
	CreateThingTypeCommand,
	DeletePolicyCommand,
	DeleteThingGroupCommand,
	ListTagsForResourceCommand,
	type Tag,
	TagResourceCommand,
	UntagResourceCommand,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";
import { policyDocument, provisioningRoleArn, templateBody } from "../registry-fixture.js";

const tags: Tag[] = [
	{ Key: "team", Value: "sensors" },
	{ Key: "Größe", Value: "" },
];

describe("Control plane: tags", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());
	const tagsOf = async (resourceArn: string | undefined) =>
		(await plane.iot.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
	const tag = (resourceArn: string | undefined, some: Tag[]) =>
		plane.iot.send(new TagResourceCommand({ resourceArn, tags: some }));
	const createGroup = async (thingGroupName: string, some?: Tag[]) =>
		(await plane.iot.send(new CreateThingGroupCommand({ thingGroupName, ...(some && { tags: some }) }))).thingGroupArn;

	it("are kept of whatever is created with them", async () => {
		const { iot } = plane;
		const created = [
			(await iot.send(new CreatePolicyCommand({ policyName: "p", policyDocument, tags }))).policyArn,
			(await iot.send(new CreateThingTypeCommand({ thingTypeName: "t", tags }))).thingTypeArn,
			await createGroup("g", tags),
			(await iot.send(new CreateRoleAliasCommand({ roleAlias: "r", roleArn: provisioningRoleArn, tags }))).roleAliasArn,
			(
				await iot.send(
					new CreateProvisioningTemplateCommand({ templateName: "t", templateBody, provisioningRoleArn, tags }),
				)
			).templateArn,
		];
		for (const arn of created) assert.deepEqual(await tagsOf(arn), tags, arn);
	});

	it("are added, replaced and taken away", async () => {
		const arn = await createGroup("g");
		assert.deepEqual(await tagsOf(arn), []);
		await tag(arn, tags);
		await tag(arn, [
			{ Key: "team", Value: "b" },
			{ Key: "x", Value: "y" },
		]);
		await plane.iot.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: ["Größe", "never there"] }));
		assert.deepEqual(await tagsOf(arn), [
			{ Key: "team", Value: "b" },
			{ Key: "x", Value: "y" },
		]);
	});

	it("go with their resource", async () => {
		const arn = await createGroup("g", tags);
		await plane.iot.send(new DeleteThingGroupCommand({ thingGroupName: "g" }));
		await assert.rejects(tagsOf(arn), awsException("ResourceNotFoundException", 404));
		await createGroup("g");
		assert.deepEqual(await tagsOf(arn), []);
		const policy = await plane.iot.send(new CreatePolicyCommand({ policyName: "p", policyDocument, tags }));
		await plane.iot.send(new DeletePolicyCommand({ policyName: "p" }));
		await assert.rejects(tag(policy.policyArn, tags), awsException("ResourceNotFoundException", 404));
	});

	it("are refused on what is not there, on what takes none, and beyond AWS's sizes", async () => {
		const arn = await createGroup("g");
		const refuse = (some: Tag[], message: RegExp) =>
			assert.rejects(tag(arn, some), awsException("InvalidRequestException", 400, message));
		await refuse([{ Key: "aws:x", Value: "" }], /reserved/);
		await refuse([{ Key: "a".repeat(129), Value: "" }], /1 to 128/);
		await refuse([{ Key: "a*", Value: "" }], /1 to 128/);
		await refuse([{ Key: "a", Value: "v".repeat(257) }], /more than 256/);
		await refuse([tags[0] as Tag, tags[0] as Tag], /twice/);
		const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
		await tag(arn, many);
		await tag(arn, [{ Key: "k0", Value: "replaced" }]);
		await assert.rejects(tag(arn, [{ Key: "one-more", Value: "" }]), awsException("LimitExceededException", 410));
		await assert.rejects(tag("g", tags), awsException("InvalidRequestException", 400, /must be an ARN/));
		const thing = "arn:aws:iot:us-east-1:000000000000:thing/t";
		await assert.rejects(tag(thing, tags), awsException("InvalidRequestException", 400, /takes no tags/));
		const elsewhere = arn?.replace("us-east-1", "eu-west-1");
		await assert.rejects(tag(elsewhere, tags), awsException("ResourceNotFoundException", 404));
	});

	it("nothing is created with tags that are refused", async () => {
		const bad = [{ Key: "aws:x", Value: "" }];
		await assert.rejects(createGroup("g", bad), awsException("InvalidRequestException", 400));
		await assert.rejects(tagsOf("arn:aws:iot:us-east-1:000000000000:thinggroup/g"), /There is no/);
	});
});
