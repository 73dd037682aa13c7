import assert from "node:assert/strict";
import {
	CreateProvisioningTemplateCommand,
	CreateProvisioningTemplateVersionCommand,
	DeleteProvisioningTemplateCommand,
	DeleteProvisioningTemplateVersionCommand,
	DescribeProvisioningTemplateCommand,
	DescribeProvisioningTemplateVersionCommand,
	ListProvisioningTemplatesCommand,
	ListProvisioningTemplateVersionsCommand,
	type ProvisioningHook,
	UpdateProvisioningTemplateCommand,
	VersionsLimitExceededException,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";
import { provisioningRoleArn, templateBody } from "../registry-fixture.js";

describe("Control plane: provisioning templates", () => {
	let plane: TestControlPlane;
	const input = { templateName: "Fleet_1", templateBody, provisioningRoleArn };
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());

	it("creates and describes a template with all its members", async () => {
		const created = await plane.iot.send(
			new CreateProvisioningTemplateCommand({
				...input,
				description: "for tests",
				enabled: true,
				preProvisioningHook: { targetArn: "http://127.0.0.1:1/hook" },
				tags: [{ Key: "k", Value: "v" }],
			}),
		);
		assert.equal(created.templateArn, "arn:aws:iot:us-east-1:000000000000:provisioningtemplate/Fleet_1");
		assert.equal(created.defaultVersionId, 1);
		const { $metadata, creationDate, lastModifiedDate, ...described } = await plane.iot.send(
			new DescribeProvisioningTemplateCommand({ templateName: "Fleet_1" }),
		);
		assert.equal($metadata.httpStatusCode, 200);
		assert.ok(creationDate instanceof Date && lastModifiedDate instanceof Date);
		assert.deepEqual(described, {
			templateArn: created.templateArn,
			templateName: "Fleet_1",
			description: "for tests",
			defaultVersionId: 1,
			templateBody,
			enabled: true,
			provisioningRoleArn,
			preProvisioningHook: { payloadVersion: "2020-04-01", targetArn: "http://127.0.0.1:1/hook" },
			type: "FLEET_PROVISIONING",
		});
	});

	it("takes a Lambda function as hook, and refuses at once a URL that nobody may call", async () => {
		const targetArn = "arn:aws:lambda:us-east-1:000000000000:function:hook";
		const create = (preProvisioningHook: ProvisioningHook) =>
			plane.iot.send(new CreateProvisioningTemplateCommand({ ...input, preProvisioningHook }));
		for (const [url, message] of [
			["file:///etc/hook.mjs", /the folder it was started with: --hooks DIR/],
			["http://192.0.2.1/hook", /is not this machine.*--hook ARN=http:\/\/192\.0\.2\.1/],
			["arn:aws:sns:us-east-1:000000000000:hook", /must be the ARN of a Lambda function/],
		] as const) {
			await assert.rejects(create({ targetArn: url }), awsException("InvalidRequestException", 400, message));
		}
		assert.equal(plane.registry.templates.findProvisioningTemplate("Fleet_1"), undefined);
		await create({ targetArn, payloadVersion: "2020-04-01" });
		const update = new UpdateProvisioningTemplateCommand({
			templateName: "Fleet_1",
			preProvisioningHook: { targetArn: "file:///etc/hook.mjs" },
		});
		await assert.rejects(plane.iot.send(update), awsException("InvalidRequestException", 400, /--hooks DIR/));
		const template = plane.registry.templates.describeProvisioningTemplate("Fleet_1");
		assert.equal(template.preProvisioningHook?.targetArn, targetArn);
	});

	it("updates, lists and deletes templates", async () => {
		for (const templateName of ["B", "A", "C"]) {
			await plane.iot.send(new CreateProvisioningTemplateCommand({ ...input, templateName }));
		}
		await plane.iot.send(
			new UpdateProvisioningTemplateCommand({ templateName: "A", enabled: true, description: "new" }),
		);
		const first = await plane.iot.send(new ListProvisioningTemplatesCommand({ maxResults: 2 }));
		assert.deepEqual(
			first.templates?.map(({ templateName, enabled, description, type }) => ({
				templateName,
				enabled,
				description,
				type,
			})),
			[
				{ templateName: "A", enabled: true, description: "new", type: "FLEET_PROVISIONING" },
				{ templateName: "B", enabled: false, description: "", type: "FLEET_PROVISIONING" },
			],
		);
		const rest = await plane.iot.send(new ListProvisioningTemplatesCommand({ nextToken: first.nextToken }));
		assert.deepEqual(
			rest.templates?.map(({ templateName }) => templateName),
			["C"],
		);
		await plane.iot.send(new DeleteProvisioningTemplateCommand({ templateName: "A" }));
		await assert.rejects(
			plane.iot.send(new DescribeProvisioningTemplateCommand({ templateName: "A" })),
			awsException("ResourceNotFoundException", 404),
		);
		await assert.rejects(
			plane.iot.send(new CreateProvisioningTemplateCommand({ ...input, templateName: "B" })),
			awsException("ResourceAlreadyExistsException", 409),
		);
	});

	it("has versions", async () => {
		const { templateName } = input;
		const other = templateBody.replaceAll("SerialNumber", "Name");
		await plane.iot.send(new CreateProvisioningTemplateCommand(input));
		const created = await plane.iot.send(
			new CreateProvisioningTemplateVersionCommand({ templateName, templateBody: other, setAsDefault: true }),
		);
		assert.equal(created.versionId, 2);
		assert.equal(created.isDefaultVersion, true);
		assert.equal(created.templateName, templateName);
		const described = await plane.iot.send(new DescribeProvisioningTemplateCommand({ templateName }));
		assert.equal(described.defaultVersionId, 2);
		assert.equal(described.templateBody, other);
		const version = await plane.iot.send(
			new DescribeProvisioningTemplateVersionCommand({ templateName, versionId: 1 }),
		);
		assert.equal(version.templateBody, templateBody);
		assert.equal(version.isDefaultVersion, false);
		assert.ok(version.creationDate instanceof Date);
		const { versions } = await plane.iot.send(new ListProvisioningTemplateVersionsCommand({ templateName }));
		assert.deepEqual(
			versions?.map(({ versionId, isDefaultVersion }) => [versionId, isDefaultVersion]),
			[
				[1, false],
				[2, true],
			],
		);
		await assert.rejects(
			plane.iot.send(new DeleteProvisioningTemplateVersionCommand({ templateName, versionId: 2 })),
			awsException("DeleteConflictException", 409),
		);
		await plane.iot.send(new DeleteProvisioningTemplateVersionCommand({ templateName, versionId: 1 }));
		for (let index = 0; index < 4; index++) {
			await plane.iot.send(new CreateProvisioningTemplateVersionCommand({ templateName, templateBody }));
		}
		await assert.rejects(
			plane.iot.send(new CreateProvisioningTemplateVersionCommand({ templateName, templateBody })),
			(error) => error instanceof VersionsLimitExceededException && error.$metadata.httpStatusCode === 409,
		);
	});

	it("refuses a version id that is no number", async () => {
		plane.registry.templates.createProvisioningTemplate(input);
		const answer = await plane.signed("GET", "/provisioning-templates/Fleet_1/versions/one");
		assert.equal(answer.status, 400);
		assert.match(answer.json.message, /versionId/);
	});
});
