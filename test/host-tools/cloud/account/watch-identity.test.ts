import assert from "node:assert/strict";
import type { IoTClient } from "@aws-sdk/client-iot";
import { createWatchIdentity, watchPolicy } from "../../../../host-tools/cloud/account/watch-identity.js";

describe("watchPolicy", () => {
	it("allows one client id to read one filter, in the certificate's own partition, region and account", () => {
		const policy = watchPolicy(
			"arn:aws-cn:iot:cn-north-1:123456789012:cert/abc",
			"thingsmith-watch-1",
			"+/temperature",
		);
		assert.deepEqual(policy, {
			Version: "2012-10-17",
			Statement: [
				{
					Effect: "Allow",
					Action: "iot:Connect",
					Resource: "arn:aws-cn:iot:cn-north-1:123456789012:client/thingsmith-watch-1",
				},
				{
					Effect: "Allow",
					Action: "iot:Subscribe",
					Resource: "arn:aws-cn:iot:cn-north-1:123456789012:topicfilter/+/temperature",
				},
				{
					Effect: "Allow",
					Action: "iot:Receive",
					Resource: "arn:aws-cn:iot:cn-north-1:123456789012:topic/*/temperature",
				},
			],
		});
	});
});

describe("createWatchIdentity", () => {
	const settings = { profile: undefined, region: undefined, endpointUrl: undefined, hasEnvironmentCredentials: false };
	const made = {
		certificateArn: "arn:aws:iot:us-east-1:123456789012:cert/abc",
		certificateId: "abc",
		certificatePem: "certificate",
		keyPair: { PrivateKey: "key" },
	};
	const undoing = [
		"DetachPolicyCommand",
		"DeletePolicyCommand",
		"UpdateCertificateCommand",
		"DeleteCertificateCommand",
	];
	const undone = { CreateKeysAndCertificateCommand: 2, CreatePolicyCommand: 3 };

	for (const [during, steps] of Object.entries(undone)) {
		it(`removes what was made when it is interrupted during ${during}`, async () => {
			const stop = new AbortController();
			const sent: string[] = [];
			const send = async ({ constructor: { name } }: object) => {
				sent.push(name);
				if (name === during) stop.abort();
				return name === "CreateKeysAndCertificateCommand" ? made : {};
			};
			const client = { send } as unknown as IoTClient;
			await assert.rejects(createWatchIdentity(client, "+/temperature", settings, stop.signal), {
				code: "interrupted",
			});
			assert.deepEqual(sent.slice(sent.indexOf(during) + 1), undoing.slice(-steps));
		});
	}

	for (const [during, steps] of Object.entries({ CreatePolicyCommand: 3, AttachPolicyCommand: 4 })) {
		it(`removes also what ${during} may have made and did not answer`, async () => {
			const sent: string[] = [];
			const send = async ({ constructor: { name } }: object) => {
				sent.push(name);
				if (name === during) throw new Error("socket hang up");
				return name === "CreateKeysAndCertificateCommand" ? made : {};
			};
			const client = { send } as unknown as IoTClient;
			await assert.rejects(createWatchIdentity(client, "+/temperature", settings), /socket hang up/);
			assert.deepEqual(sent.slice(sent.indexOf(during) + 1), undoing.slice(-steps));
		});
	}
});
