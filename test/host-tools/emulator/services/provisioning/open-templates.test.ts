import assert from "node:assert/strict";
import type { Registry } from "../../../../../host-tools/emulator/services/registry.js";
import { refused } from "../refused.js";
import { openFixture, provisioningRoleArn, type RegistryFixture, templateBody } from "../registry-fixture.js";

describe("Registry: provisioning templates", () => {
	let fixture: RegistryFixture;
	let registry: Registry;
	const input = { templateName: "T", templateBody, provisioningRoleArn };
	beforeEach(async () => {
		fixture = await openFixture();
		registry = fixture.registry;
	});
	afterEach(() => fixture.close());

	it("creates a disabled fleet template of version 1 unless told otherwise", () => {
		const template = registry.templates.createProvisioningTemplate(input);
		assert.equal(template.templateArn, "arn:aws:iot:us-east-1:000000000000:provisioningtemplate/T");
		assert.equal(template.enabled, false);
		assert.equal(template.description, "");
		assert.equal(template.type, "FLEET_PROVISIONING");
		assert.equal(template.defaultVersionId, 1);
		assert.equal(template.preProvisioningHook, undefined);
		assert.equal(registry.templates.describeProvisioningTemplateVersion("T", 1).templateBody, templateBody);
		assert.equal(registry.templates.findProvisioningTemplate("U"), undefined);
	});

	it("refuses a name that is taken", () => {
		registry.templates.createProvisioningTemplate(input);
		assert.throws(
			() => registry.templates.createProvisioningTemplate(input),
			refused("ResourceAlreadyExistsException", 409, /"T"/, {
				resourceId: "T",
				resourceArn: "arn:aws:iot:us-east-1:000000000000:provisioningtemplate/T",
			}),
		);
	});

	const hook = { targetArn: "http://127.0.0.1:1/hook" };
	for (const [what, change, pattern] of [
		["a name of 37 characters", { templateName: "t".repeat(37) }, /templateName/],
		["a name with a dot", { templateName: "a.b" }, /templateName/],
		["a body that is no JSON", { templateBody: "{" }, /./],
		["a body of more than 10240 characters", { templateBody: templateBody.padEnd(10_241) }, /10240/],
		[
			"a role that is none",
			{ provisioningRoleArn: "arn:aws:iot:us-east-1:000000000000:thing/x" },
			/provisioningRoleArn/,
		],
		["a short role", { provisioningRoleArn: "role" }, /provisioningRoleArn/],
		["a description of 501 characters", { description: "d".repeat(501) }, /description/],
		["a description with a control character", { description: "a\u0007" }, /description/],
		["an unknown type", { type: "OTHER" }, /type/],
		["a hook for JITP", { type: "JITP", preProvisioningHook: hook }, /JITP/],
		[
			"a hook that is no function and no URL",
			{ preProvisioningHook: { targetArn: "arn:aws:lambda:x:1:function:f" } },
			/ARN of a Lambda function, or here an http, https or file URL/,
		],
		["a hook of odd payload version", { preProvisioningHook: { ...hook, payloadVersion: "v1" } }, /payloadVersion/],
	] as [string, object, RegExp][]) {
		it(`refuses ${what}`, () => {
			assert.throws(
				() => registry.templates.createProvisioningTemplate({ ...input, ...change }),
				refused("InvalidRequestException", 400, pattern),
			);
			assert.deepEqual([...registry.templates.listProvisioningTemplates()], []);
		});
	}

	it("takes Lambda functions and http, https and file URLs as hooks, of payload version 2020-04-01", () => {
		const lambda = "arn:aws:lambda:eu-central-1:123456789012:function:Stack-Hook_1";
		const targets = [lambda, `${lambda}:live`, "http://h/", "https://h/x?y", "file:///hooks/hook.mjs"];
		for (const [index, targetArn] of targets.entries()) {
			const template = registry.templates.createProvisioningTemplate({
				...input,
				templateName: `T${index}`,
				preProvisioningHook: { targetArn },
			});
			assert.deepEqual(template.preProvisioningHook, { payloadVersion: "2020-04-01", targetArn });
		}
	});

	it("updates what is given and leaves the rest", () => {
		const created = registry.templates.createProvisioningTemplate({
			...input,
			description: "old",
			preProvisioningHook: hook,
		});
		fixture.clock.advance(1000);
		const updated = registry.templates.updateProvisioningTemplate("T", { enabled: true });
		assert.equal(updated.enabled, true);
		assert.equal(updated.description, "old");
		assert.deepEqual(updated.preProvisioningHook, created.preProvisioningHook);
		assert.ok(updated.lastModifiedDate > created.lastModifiedDate);
		assert.equal(registry.templates.updateProvisioningTemplate("T", { description: "" }).description, "");
		const bare = registry.templates.updateProvisioningTemplate("T", { removePreProvisioningHook: true });
		assert.equal(bare.preProvisioningHook, undefined);
		assert.equal(bare.enabled, true);
	});

	it("refuses updates that contradict themselves or name what is not there", () => {
		registry.templates.createProvisioningTemplate(input);
		const invalid = refused("InvalidRequestException", 400);
		assert.throws(() => registry.templates.updateProvisioningTemplate("T", { defaultVersionId: 2 }), invalid);
		assert.throws(
			() =>
				registry.templates.updateProvisioningTemplate("T", {
					preProvisioningHook: hook,
					removePreProvisioningHook: true,
				}),
			invalid,
		);
		assert.throws(
			() => registry.templates.updateProvisioningTemplate("U", { enabled: true }),
			refused("ResourceNotFoundException", 404, /"U"/),
		);
	});

	it("deletes a template with its versions; one that is not there is refused", () => {
		registry.templates.createProvisioningTemplate(input);
		registry.templates.createProvisioningTemplateVersion("T", templateBody, false);
		registry.templates.deleteProvisioningTemplate("T");
		const missing = refused("ResourceNotFoundException", 404, /"T"/);
		assert.throws(() => registry.templates.deleteProvisioningTemplate("T"), missing);
		assert.throws(() => registry.templates.describeProvisioningTemplate("T"), missing);
	});
});

describe("Registry: versions of provisioning templates", () => {
	let fixture: RegistryFixture;
	let registry: Registry;
	beforeEach(async () => {
		fixture = await openFixture();
		registry = fixture.registry;
		registry.templates.createProvisioningTemplate({ templateName: "T", templateBody, provisioningRoleArn });
	});
	afterEach(() => fixture.close());

	const other = templateBody.replaceAll("SerialNumber", "Name");

	it("counts upwards and becomes the default only when asked to", () => {
		assert.equal(registry.templates.createProvisioningTemplateVersion("T", other, false).versionId, 2);
		assert.equal(registry.templates.describeProvisioningTemplate("T").defaultVersionId, 1);
		assert.equal(registry.templates.createProvisioningTemplateVersion("T", other, true).versionId, 3);
		assert.equal(registry.templates.describeProvisioningTemplate("T").defaultVersionId, 3);
		registry.templates.updateProvisioningTemplate("T", { defaultVersionId: 2 });
		assert.equal(registry.templates.describeProvisioningTemplate("T").defaultVersionId, 2);
		assert.equal(registry.templates.describeProvisioningTemplateVersion("T", 2).templateBody, other);
	});

	it("never gives a version id twice", () => {
		registry.templates.createProvisioningTemplateVersion("T", other, false);
		registry.templates.deleteProvisioningTemplateVersion("T", 2);
		assert.equal(registry.templates.createProvisioningTemplateVersion("T", other, false).versionId, 3);
	});

	it("has five versions at most", () => {
		for (let index = 0; index < 4; index++) registry.templates.createProvisioningTemplateVersion("T", other, false);
		assert.throws(
			() => registry.templates.createProvisioningTemplateVersion("T", other, false),
			refused("VersionsLimitExceededException", 409, /5/),
		);
		registry.templates.deleteProvisioningTemplateVersion("T", 2);
		registry.templates.createProvisioningTemplateVersion("T", other, false);
	});

	it("refuses a malformed body, an unknown version, and deleting the default", () => {
		assert.throws(
			() => registry.templates.createProvisioningTemplateVersion("T", "{", true),
			refused("InvalidRequestException", 400),
		);
		assert.throws(
			() => registry.templates.describeProvisioningTemplateVersion("T", 9),
			refused("ResourceNotFoundException", 404, /version 9/),
		);
		assert.throws(
			() => registry.templates.deleteProvisioningTemplateVersion("T", 9),
			refused("ResourceNotFoundException", 404, /version 9/),
		);
		assert.throws(
			() => registry.templates.deleteProvisioningTemplateVersion("T", 1),
			refused("DeleteConflictException", 409, /default/),
		);
	});
});
