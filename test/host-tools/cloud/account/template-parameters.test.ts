import assert from "node:assert/strict";
import { CreateProvisioningTemplateCommand, type IoTClient } from "@aws-sdk/client-iot";
import { createDemoClient } from "../../../../host-tools/cli/operations/demo-cloud.js";
import { parametersFor } from "../../../../host-tools/cloud/account/template-parameters.js";
import { type Emulator, startEmulator } from "../../../../host-tools/emulator/emulator.js";

describe("parameters of a template for a board", () => {
	let emulator: Emulator;
	let client: IoTClient;
	before(async () => {
		emulator = await startEmulator({ port: 0, mqttPort: 0, keysAhead: 1 });
		client = createDemoClient(emulator);
	});
	after(async () => {
		client?.destroy();
		await emulator?.close();
	});

	const aws = () => ({
		endpointUrl: emulator.endpointUrl,
		region: undefined,
		profile: undefined,
		hasEnvironmentCredentials: false,
	});

	async function template(templateName: string, ...parameters: string[]): Promise<void> {
		const Parameters = Object.fromEntries(parameters.map((name) => [name, { Type: "String" }]));
		const Resources = {
			certificate: {
				Type: "AWS::IoT::Certificate",
				Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" } },
			},
		};
		const templateBody = JSON.stringify({ Parameters, Resources });
		const provisioningRoleArn = "arn:aws:iam::123456789012:role/provisioning";
		await client.send(
			new CreateProvisioningTemplateCommand({ templateName, templateBody, provisioningRoleArn, enabled: true }),
		);
	}

	it("are its serial number and its name, where the template has them, and what was given wins", async () => {
		await template("both", "SerialNumber", "ThingName", "Colour");
		const given = { Colour: "red" };
		const both = await parametersFor(client, "both", { given, thingName: "pump", aws: aws() });
		assert.deepEqual(both("7"), { SerialNumber: "7", ThingName: "pump", Colour: "red" });
		const own = await parametersFor(client, "both", {
			given: { SerialNumber: "mine" },
			thingName: undefined,
			aws: aws(),
		});
		assert.deepEqual(own("7"), { SerialNumber: "mine" });
		await template("neither", "Colour");
		const neither = await parametersFor(client, "neither", { given, thingName: undefined, aws: aws() });
		assert.deepEqual(neither("7"), { Colour: "red" });
	});

	it("cannot be found for a template that is not there, nor take a name it has no parameter for", async () => {
		const none = { given: {}, thingName: undefined, aws: aws() };
		await assert.rejects(parametersFor(client, "nowhere", none), { code: "template-missing", next: /use one of/ });
		await assert.rejects(parametersFor(client, "neither", { ...none, thingName: "pump" }), {
			code: "parameter-missing",
		});
	});
});
