import assert from "node:assert/strict";
import {
	CreatePolicyCommand,
	CreatePolicyVersionCommand,
	DeletePolicyCommand,
	DeletePolicyVersionCommand,
	GetPolicyCommand,
	GetPolicyVersionCommand,
	ListPolicyVersionsCommand,
	SetDefaultPolicyVersionCommand,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";

const allowing = (Action: string) =>
	JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });

describe("Control plane: versions of policies", () => {
	let plane: TestControlPlane;
	const policyName = "p";
	beforeEach(async () => {
		plane = await TestControlPlane.start();
		await plane.iot.send(new CreatePolicyCommand({ policyName, policyDocument: allowing("iot:Connect") }));
	});
	afterEach(() => plane.close());
	const createVersion = (policyDocument: string, setAsDefault?: boolean) =>
		plane.iot.send(new CreatePolicyVersionCommand({ policyName, policyDocument, setAsDefault }));
	const remove = (policyVersionId: string) =>
		plane.iot.send(new DeletePolicyVersionCommand({ policyName, policyVersionId }));
	const setDefault = (policyVersionId: string) =>
		plane.iot.send(new SetDefaultPolicyVersionCommand({ policyName, policyVersionId }));
	const current = async () => {
		const { defaultVersionId, policyDocument } = await plane.iot.send(new GetPolicyCommand({ policyName }));
		return { defaultVersionId, policyDocument };
	};

	it("become the default when asked to, or later", async () => {
		const second = await createVersion(allowing("iot:Publish"));
		assert.deepEqual([second.policyVersionId, second.isDefaultVersion], ["2", false]);
		assert.equal(second.policyDocument, allowing("iot:Publish"));
		assert.deepEqual(await current(), { defaultVersionId: "1", policyDocument: allowing("iot:Connect") });
		const third = await createVersion(allowing("iot:Receive"), true);
		assert.equal(third.isDefaultVersion, true);
		assert.deepEqual(await current(), { defaultVersionId: "3", policyDocument: allowing("iot:Receive") });
		await setDefault("2");
		assert.deepEqual(await current(), { defaultVersionId: "2", policyDocument: allowing("iot:Publish") });
	});

	it("are read one by one and listed", async () => {
		await createVersion(allowing("iot:Publish"), true);
		const first = await plane.iot.send(new GetPolicyVersionCommand({ policyName, policyVersionId: "1" }));
		assert.equal(first.policyDocument, allowing("iot:Connect"));
		assert.equal(first.isDefaultVersion, false);
		assert.equal(first.policyArn, "arn:aws:iot:us-east-1:000000000000:policy/p");
		const { policyVersions } = await plane.iot.send(new ListPolicyVersionsCommand({ policyName }));
		assert.deepEqual(
			policyVersions?.map(({ versionId, isDefaultVersion }) => [versionId, isDefaultVersion]),
			[
				["1", false],
				["2", true],
			],
		);
		assert.ok(policyVersions?.every(({ createDate }) => createDate instanceof Date));
	});

	it("are five at most, and no id is given twice", async () => {
		for (let index = 2; index <= 5; index++) await createVersion(allowing("iot:Publish"));
		await assert.rejects(
			createVersion(allowing("iot:Publish")),
			awsException("VersionsLimitExceededException", 409, /has 5 versions/),
		);
		await remove("5");
		assert.equal((await createVersion(allowing("iot:Publish"))).policyVersionId, "6");
	});

	it("are deleted unless they are the default, and before the policy", async () => {
		await createVersion(allowing("iot:Publish"), true);
		await assert.rejects(remove("2"), awsException("DeleteConflictException", 409, /is the default/));
		const deletePolicy = () => plane.iot.send(new DeletePolicyCommand({ policyName }));
		await assert.rejects(deletePolicy(), awsException("DeleteConflictException", 409, /versions other than/));
		await remove("1");
		await deletePolicy();
	});

	it("are refused when malformed or missing", async () => {
		await assert.rejects(createVersion("{}"), awsException("MalformedPolicyException", 400));
		await assert.rejects(remove("7"), awsException("ResourceNotFoundException", 404, /no version 7/));
		await assert.rejects(setDefault("x"), awsException("InvalidRequestException", 400, /must be a number/));
		const other = new ListPolicyVersionsCommand({ policyName: "other" });
		await assert.rejects(plane.iot.send(other), awsException("ResourceNotFoundException", 404));
	});
});
