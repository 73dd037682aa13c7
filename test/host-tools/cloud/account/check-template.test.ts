import assert from "node:assert/strict";
import { CreateProvisioningTemplateCommand, type IoTClient } from "@aws-sdk/client-iot";
import { createDemoClient, createDemoTemplate } from "../../../../host-tools/cli/operations/demo-cloud.js";
import { checkTemplate } from "../../../../host-tools/cloud/account/check-template.js";
import { starterNames } from "../../../../host-tools/cloud/account/starter-template.js";
import { type Emulator, startEmulator } from "../../../../host-tools/emulator/emulator.js";

const { templateName: starter } = starterNames;

describe("checkTemplate()", () => {
	let emulator: Emulator;
	let client: IoTClient;
	before(async () => {
		emulator = await startEmulator({ port: 0, mqttPort: 0, keysAhead: 1 });
		client = createDemoClient(emulator);
		await createDemoTemplate(client, { region: "us-east-1", accountId: "123456789012" });
	});
	after(async () => {
		client?.destroy();
		await emulator?.close();
	});

	async function template(templateName: string, body: object, more: object = {}): Promise<void> {
		const certificate = {
			Type: "AWS::IoT::Certificate",
			Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" }, Status: "Active" },
		};
		const { Resources, ...others } = body as { Resources?: object };
		const templateBody = JSON.stringify({ ...others, Resources: { certificate, ...Resources } });
		const provisioningRoleArn = "arn:aws:iam::123456789012:role/provisioning";
		const input = { templateName, templateBody, provisioningRoleArn, enabled: true, ...more };
		await client.send(new CreateProvisioningTemplateCommand(input));
	}

	it("takes what a thing can be made of", async () => {
		await checkTemplate(client, starter, { SerialNumber: "0099:a_b-C" });
	});

	it("refuses a serial number that no thing's name can hold, and names the parameter", async () => {
		for (const SerialNumber of ["a b", "ä", "a/b", "x".repeat(128)]) {
			await assert.rejects(checkTemplate(client, starter, { SerialNumber }), {
				code: "parameter-invalid",
				message: /the thing's name of SerialNumber: AWS IoT takes 1 to 128/,
				next: /another value for SerialNumber/,
			});
		}
	});

	it("refuses what is missing, and what the template does not know", async () => {
		await assert.rejects(checkTemplate(client, starter, {}), {
			code: "parameter-missing",
			next: /--parameter SerialNumber=/,
		});
		await assert.rejects(checkTemplate(client, starter, { Serialnumber: "1" }), {
			code: "parameter-unknown",
			message: /no parameter Serialnumber/,
			next: "it has SerialNumber",
		});
	});

	it("counts defaults, and judges attributes", async () => {
		const Resources = {
			thing: {
				Type: "AWS::IoT::Thing",
				Properties: { ThingName: { Ref: "Name" }, AttributePayload: { site: { Ref: "Site" } } },
			},
		};
		const Parameters = { Name: { Type: "String", Default: "one" }, Site: { Type: "String", Default: "lab" } };
		await template("defaults", { Parameters, Resources });
		await checkTemplate(client, "defaults", {});
		await checkTemplate(client, "defaults", { Site: "a/b@c" });
		await assert.rejects(checkTemplate(client, "defaults", { Site: "the lab" }), {
			code: "parameter-invalid",
			message: /the thing's attribute site of Site: .* no blanks/,
		});
	});

	it("refuses a template that is disabled, or of the other kind", async () => {
		await template("off", {}, { enabled: false });
		await assert.rejects(checkTemplate(client, "off", {}), {
			code: "template-unusable",
			message: /disabled/,
			next: /update-provisioning-template --template-name off --enabled/,
		});
		await template("jitp", {}, { type: "JITP" });
		await assert.rejects(checkTemplate(client, "jitp", {}), { code: "template-unusable", message: /just-in-time/ });
	});

	it("says nothing of what it cannot know: a hook, a function, a template that is not there", async () => {
		const Parameters = { SerialNumber: { Type: "String" } };
		const ThingName = { "Fn::Select": [0, { "Fn::Split": [" ", { Ref: "SerialNumber" }] }] };
		const Resources = { thing: { Type: "AWS::IoT::Thing", Properties: { ThingName } } };
		await template("function", { Parameters, Resources });
		await checkTemplate(client, "function", { SerialNumber: "a b" });
		await template("hook", { Parameters }, { preProvisioningHook: { targetArn: "http://127.0.0.1:9/hook" } });
		await checkTemplate(client, "hook", { Token: "x" });
		await checkTemplate(client, "nowhere", { Token: "x" });
	});
});
