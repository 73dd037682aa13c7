import assert from "node:assert/strict";
import {
	CreateRoleAliasCommand,
	DeleteRoleAliasCommand,
	DescribeRoleAliasCommand,
	ListRoleAliasesCommand,
	UpdateRoleAliasCommand,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";

const roleArn = "arn:aws:iam::000000000000:role/r";

describe("Control plane: role aliases", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());
	const create = (roleAlias: string, input = {}) =>
		plane.iot.send(new CreateRoleAliasCommand({ roleAlias, roleArn, ...input }));
	const describeAlias = async (roleAlias: string) =>
		(await plane.iot.send(new DescribeRoleAliasCommand({ roleAlias }))).roleAliasDescription;

	it("are created, described, updated, listed and deleted", async () => {
		const created = await create("r", { tags: [{ Key: "k", Value: "v" }] });
		assert.equal(created.roleAliasArn, "arn:aws:iot:us-east-1:000000000000:rolealias/r");
		const described = await describeAlias("r");
		assert.equal(described?.credentialDurationSeconds, 3600);
		assert.deepEqual([described?.roleArn, described?.owner], [roleArn, "000000000000"]);
		await plane.iot.send(new UpdateRoleAliasCommand({ roleAlias: "r", credentialDurationSeconds: 900 }));
		assert.equal((await describeAlias("r"))?.credentialDurationSeconds, 900);
		await create("s");
		const list = async (query = {}) => (await plane.iot.send(new ListRoleAliasesCommand(query))).roleAliases;
		assert.deepEqual(await list({ ascendingOrder: true }), ["r", "s"]);
		assert.deepEqual(await list({ pageSize: 1 }), ["s"]);
		await plane.iot.send(new DeleteRoleAliasCommand({ roleAlias: "r" }));
		await assert.rejects(describeAlias("r"), awsException("ResourceNotFoundException", 404));
	});

	it("are refused with values that AWS does not take, or a second time", async () => {
		const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);
		await assert.rejects(create("a b"), invalid(/roleAlias must be/));
		await assert.rejects(
			create("r", { roleArn: "arn:aws:iam::1:user/much-too-long" }),
			invalid(/roleArn must be the ARN/),
		);
		await assert.rejects(create("r", { credentialDurationSeconds: 899 }), invalid(/900 to 43200/));
		await create("r");
		await assert.rejects(create("r"), awsException("ResourceAlreadyExistsException", 409));
	});
});
