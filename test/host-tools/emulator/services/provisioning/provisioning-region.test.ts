import assert from "node:assert/strict";
import { createClaim, type EmulatorParts, startEmulatorParts } from "../../../../support/emulator-parts.js";
import { connectClient, type TestClient } from "../../../../support/mqtt.js";

/** With AWS::Region and AWS::AccountId, as templates for several regions have them. */
const templateBody = JSON.stringify({
	Parameters: { SerialNumber: { Type: "String" } },
	Resources: {
		thing: { Type: "AWS::IoT::Thing", Properties: { ThingName: { Ref: "SerialNumber" } } },
		certificate: {
			Type: "AWS::IoT::Certificate",
			Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" }, Status: "Active" },
		},
		policy: {
			Type: "AWS::IoT::Policy",
			Properties: {
				PolicyDocument: {
					Version: "2012-10-17",
					Statement: [
						{
							Effect: "Allow",
							Action: "iot:Connect",
							Resource: { "Fn::Sub": "arn:aws:iot:${AWS::Region}:${AWS::AccountId}:client/*" },
						},
					],
				},
			},
		},
	},
});

describe("fleet provisioning in another region", () => {
	let parts: EmulatorParts;
	const clients: TestClient[] = [];
	const connected = async (...args: Parameters<typeof connectClient>) => {
		const client = await connectClient(...args);
		clients.push(client);
		return client;
	};
	const ask = async (client: TestClient, topic: string, body = {}): Promise<Record<string, string>> => {
		await client.publish(topic, JSON.stringify(body));
		const answer = await client.next(topic);
		assert.equal(answer.topic, `${topic}/accepted`, answer.payload.toString());
		return JSON.parse(answer.payload.toString());
	};

	beforeEach(async () => {
		parts = await startEmulatorParts();
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		await parts.close();
	});

	it("makes certificate, thing and policy in the claim's region, and lets the device connect there", async () => {
		const { certificates, policies, templates, things } = parts.registry;
		const scope = { region: "eu-west-1", accountId: "000000000000" };
		const provisioningRoleArn = "arn:aws:iam::000000000000:role/provisioning";
		templates.createProvisioningTemplate(
			{ templateName: "fleet", templateBody, provisioningRoleArn, enabled: true },
			scope,
		);
		const client = await connected(parts, await createClaim(parts, "fleet", scope), { clientId: "claim" });
		const {
			certificateId = "",
			certificatePem = "",
			privateKey = "",
			certificateOwnershipToken,
		} = await ask(client, "$aws/certificates/create/json");
		await ask(client, "$aws/provisioning-templates/fleet/provision/json", {
			certificateOwnershipToken,
			parameters: { SerialNumber: "d1" },
		});
		const { certificateArn } = certificates.describeCertificate(certificateId);
		const arns = [
			certificateArn,
			things.describeThing("d1").thingArn,
			...policies.listAttachedPolicies(certificateArn).map(({ policyArn }) => policyArn),
		];
		assert.equal(arns.length, 3);
		for (const arn of arns) assert.match(arn, /^arn:aws:iot:eu-west-1:000000000000:/);
		await connected(parts, { certificatePem, privateKeyPem: privateKey }, { clientId: "d1" });
	});
});
