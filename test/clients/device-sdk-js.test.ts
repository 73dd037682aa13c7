import assert from "node:assert/strict";
import {
	CreateAuthorizerCommand,
	CreateJobCommand,
	CreateProvisioningClaimCommand,
	CreateThingCommand,
	DescribeCertificateCommand,
} from "@aws-sdk/client-iot";
import { FakeFunction } from "../fakes/fake-function.js";
import { publicKeyPem, signatureOf } from "../host-tools/emulator/services/authorizers/signed-token.js";
import { skipIf } from "../support/skip-because.js";
import { whyMissing } from "./support/installed-clients.js";
import { type DeviceFiles, LocalBench } from "./support/local-bench.js";
import { makeRequest, whyNoOpenssl } from "./support/openssl.js";

interface Provisioned {
	readonly certificateId: string;
	readonly privateKey?: string;
	readonly thingName: string;
	readonly refused: { readonly statusCode: number; readonly errorCode: string };
}

describe("clients: AWS's device SDK for JavaScript", function () {
	this.timeout(60_000);
	let bench: LocalBench;
	let device: DeviceFiles;

	before(async function () {
		bench = await LocalBench.startUnless(whyMissing("deviceSdkJs"), this);
		device = await bench.device();
	});
	after(() => bench?.close());

	const ports = () => ({
		mtls: bench.mqttPort,
		alpn: bench.httpsPort,
		websocket: bench.httpsPort,
		custom: bench.httpsPort,
		"custom-websocket": bench.httpsPort,
	});
	const run = <T>(
		version: "3" | "5",
		transport: keyof ReturnType<typeof ports>,
		args: readonly string[],
		{ certificatePath, keyPath }: Pick<DeviceFiles, "certificatePath" | "keyPath"> = device,
		custom?: object,
	) =>
		bench.program<T>("device-sdk.mjs", [version, transport, ...args], {
			env: {
				DEVICE_CERTIFICATE: certificatePath,
				DEVICE_KEY: keyPath,
				DEVICE_ID: `sdk-${version}-${transport}`,
				DEVICE_PORT: String(ports()[transport]),
				...(custom && { DEVICE_CUSTOM: JSON.stringify(custom) }),
			},
		});
	const claim = async () => {
		const made = await bench.iot.send(new CreateProvisioningClaimCommand({ templateName: bench.templateName }));
		return {
			certificatePath: await bench.file("claim.crt", made.certificatePem ?? ""),
			keyPath: await bench.file("claim.private", made.keyPair?.PrivateKey ?? ""),
		};
	};
	const checkProvisioned = async ({ certificateId, thingName, refused }: Provisioned, serialNumber: string) => {
		assert.equal(thingName, `thingsmith-${serialNumber}`);
		const { certificateDescription } = await bench.iot.send(new DescribeCertificateCommand({ certificateId }));
		assert.equal(certificateDescription?.status, "ACTIVE");
		assert.deepEqual([refused.statusCode, refused.errorCode], [400, "InvalidCertificateOwnershipToken"]);
	};

	for (const version of ["3", "5"] as const) {
		const name = version === "3" ? "MQTT 3.1.1" : "MQTT 5";
		it(`${name}: publishes and subscribes, with a certificate on both ports and signed over WebSocket`, async () => {
			for (const transport of ["mtls", "alpn", "websocket"] as const) {
				const { heard } = await run<{ heard: string }>(version, transport, ["echo", `echo/${version}/${transport}`]);
				assert.equal(heard, "hello");
			}
		});

		it(`${name}: is let in by a custom authorizer with a signed token, directly and over WebSocket`, async () => {
			const lambda = await FakeFunction.start();
			const authorizerName = `authorizer-${version}`;
			const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "iot:*", Resource: "*" }] };
			lambda.answer = () => ({ isAuthenticated: true, principalId: "sdk", policyDocuments: [policy] });
			await bench.iot.send(
				new CreateAuthorizerCommand({
					authorizerName,
					authorizerFunctionArn: lambda.url,
					status: "ACTIVE",
					tokenKeyName: "token",
					tokenSigningPublicKeys: { key: publicKeyPem },
				}),
			);
			const tokenValue = "token-of-the-device";
			const token = { tokenKeyName: "token", tokenValue, tokenSignature: signatureOf(tokenValue) };
			const custom = { authorizerName, username: "me", password: "secret", ...token };
			for (const transport of ["custom", "custom-websocket"] as const) {
				lambda.events.length = 0;
				const { heard } = await run<{ heard: string }>(version, transport, ["echo", "echo/custom"], device, custom);
				assert.equal(heard, "hello");
				assert.deepEqual(
					lambda.events.map(({ token: shown }) => shown),
					[tokenValue],
				);
				assert.match(lambda.events[0].protocolData.mqtt.username, /^me\?/);
			}
			lambda.close();
		});

		it(`${name}: provisions itself by keys and by CSR, and understands a refusal`, async function () {
			skipIf(this, whyNoOpenssl());
			const byKeys = ["provision", bench.templateName, `keys-${version}`];
			const first = await run<Provisioned>(version, "mtls", byKeys, await claim());
			await checkProvisioned(first, `keys-${version}`);
			assert.match(first.privateKey ?? "", /^-----BEGIN RSA PRIVATE KEY-----/);

			const { requestPath } = await makeRequest(bench.folder, `csr-${version}`, "/CN=device");
			const byCsr = ["provision", bench.templateName, `csr-${version}`, requestPath];
			const second = await run<Provisioned>(version, "mtls", byCsr, await claim());
			await checkProvisioned(second, `csr-${version}`);
			assert.equal(second.privateKey, undefined);
		});

		it(`${name}: updates, reads and deletes a shadow, and hears its delta`, async () => {
			assert.deepEqual(await run(version, "mtls", ["shadow", `lamp-${version}`]), {
				updated: 1,
				delta: { light: "on" },
				got: { desired: { light: "on" }, reported: { light: "off" }, delta: { light: "on" } },
				conflict: 409,
			});
		});

		it(`${name}: does two jobs, and hears of the next`, async () => {
			const thingName = `worker-${version}`;
			const { thingArn = "" } = await bench.iot.send(new CreateThingCommand({ thingName }));
			const [first, second] = [`first-${version}`, `second-${version}`];
			for (const jobId of [first, second]) {
				const document = JSON.stringify({ jobId });
				await bench.iot.send(new CreateJobCommand({ jobId, targets: [thingArn], document }));
			}
			assert.deepEqual(await run(version, "mtls", ["jobs", thingName]), {
				done: [first, second].map((jobId) => ({ jobId, document: { jobId } })),
				notified: [second, null],
			});
		});
	}
});
