import assert from "node:assert/strict";
import { CreateKeysAndCertificateCommand, type IoTClient } from "@aws-sdk/client-iot";
import { createDemoClient, createDemoTemplate } from "../../../../host-tools/cli/operations/demo-cloud.js";
import { starterNames } from "../../../../host-tools/cloud/account/starter-template.js";
import { verifyThing } from "../../../../host-tools/cloud/account/verify-thing.js";
import { defaultScope } from "../../../../host-tools/emulator/arn.js";
import { type Emulator, startEmulator } from "../../../../host-tools/emulator/emulator.js";

describe("verifyThing", () => {
	let emulator: Emulator;
	let client: IoTClient;
	before(async () => {
		emulator = await startEmulator({ port: 0, mqttPort: 0, keysAhead: 1 });
		client = createDemoClient(emulator);
		await createDemoTemplate(client, defaultScope);
	});
	after(async () => {
		client?.destroy();
		await emulator?.close();
	});

	function verify(thingName: string, certificateId?: string) {
		const { endpointUrl } = emulator;
		const aws = { endpointUrl, region: undefined, profile: undefined, hasEnvironmentCredentials: false };
		return verifyThing(client, { thingName, certificateId }, aws);
	}

	it("says what of thing, certificate and policy is missing, until nothing is", async () => {
		const { registry } = emulator;
		const incomplete = (message: RegExp, certificateId?: string) =>
			assert.rejects(verify("pump", certificateId), { code: "thing-incomplete", message });
		await incomplete(/There is no thing pump/);
		registry.things.createThing("pump");
		await incomplete(/an active certificate among its 0/);
		const { certificateArn: arn = "", certificateId = "" } = await client.send(new CreateKeysAndCertificateCommand({}));
		registry.things.attachThingPrincipal("pump", arn);
		await incomplete(/an active certificate among its 1/);
		registry.certificates.updateCertificate(certificateId, "ACTIVE");
		await incomplete(/no policy/);
		registry.policies.attachPolicy(starterNames.policyName, arn);
		assert.deepEqual(await verify("pump"), {
			thingName: "pump",
			certificateId,
			policies: [starterNames.policyName],
			attributes: {},
		});
		await incomplete(/the active certificate another among its 1/, "another");
	});
});
