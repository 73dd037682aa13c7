import assert from "node:assert/strict";
import { CreateProvisioningTemplateCommand, type IoTClient } from "@aws-sdk/client-iot";
import { createDemoClient, createDemoTemplate } from "../../../../host-tools/cli/operations/demo-cloud.js";
import { checkParameters } from "../../../../host-tools/cloud/account/check-parameters.js";
import { starterNames } from "../../../../host-tools/cloud/account/starter-template.js";
import { type Emulator, startEmulator } from "../../../../host-tools/emulator/emulator.js";

const { templateName: starter } = starterNames;

describe("checkParameters()", () => {
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
			Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" } },
		};
		const { Resources, ...others } = body as { Resources?: object };
		const templateBody = JSON.stringify({ ...others, Resources: { certificate, ...Resources } });
		const provisioningRoleArn = "arn:aws:iam::123456789012:role/provisioning";
		const input = { templateName, templateBody, provisioningRoleArn, enabled: true, ...more };
		await client.send(new CreateProvisioningTemplateCommand(input));
	}

	it("takes what a thing can be made of", async () => {
		await checkParameters(client, starter, { SerialNumber: "0099:a_b-C" });
	});

	it("refuses a serial number that no thing's name can hold, and names the parameter", async () => {
		for (const SerialNumber of ["a b", "ä", "a/b", "x".repeat(128)]) {
			await assert.rejects(checkParameters(client, starter, { SerialNumber }), {
				code: "parameter-invalid",
				message: /the thing's name of SerialNumber: AWS IoT takes 1 to 128/,
				next: /another value for SerialNumber/,
			});
		}
	});

	it("refuses what is missing, and what the template does not know", async () => {
		await assert.rejects(checkParameters(client, starter, {}), {
			code: "parameter-missing",
			next: /--parameter SerialNumber=/,
		});
		await assert.rejects(checkParameters(client, starter, { Serialnumber: "1" }), {
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
		await checkParameters(client, "defaults", {});
		await checkParameters(client, "defaults", { Site: "a/b@c" });
		await assert.rejects(checkParameters(client, "defaults", { Site: "the lab" }), {
			code: "parameter-invalid",
			message: /the thing's attribute site of Site: .* no blanks/,
		});
	});

	it("says nothing of what it cannot know: a hook, a function, a template that is not there", async () => {
		const Parameters = { SerialNumber: { Type: "String" } };
		const ThingName = { "Fn::Select": [0, { "Fn::Split": [" ", { Ref: "SerialNumber" }] }] };
		const Resources = { thing: { Type: "AWS::IoT::Thing", Properties: { ThingName } } };
		await template("function", { Parameters, Resources });
		await checkParameters(client, "function", { SerialNumber: "a b" });
		await template("hook", { Parameters }, { preProvisioningHook: { targetArn: "http://127.0.0.1:9/hook" } });
		await checkParameters(client, "hook", { Token: "x" });
		await checkParameters(client, "nowhere", { Token: "x" });
	});
});
