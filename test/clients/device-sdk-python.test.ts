import assert from "node:assert/strict";
import { CreateProvisioningClaimCommand, DescribeCertificateCommand } from "@aws-sdk/client-iot";
import { skipIf } from "../support/skip-because.js";
import { whyMissing } from "./support/installed-clients.js";
import { type DeviceFiles, LocalBench } from "./support/local-bench.js";
import { makeRequest, whyNoOpenssl } from "./support/openssl.js";

describe("clients: AWS's device SDKs for Python", function () {
	this.timeout(60_000);
	let bench: LocalBench;
	let device: DeviceFiles;

	before(async () => {
		bench = await LocalBench.start();
		device = await bench.device();
	});
	after(() => bench?.close());

	const as = ({ certificatePath, keyPath }: Pick<DeviceFiles, "certificatePath" | "keyPath">, port: number) => ({
		env: {
			DEVICE_CERTIFICATE: certificatePath,
			DEVICE_KEY: keyPath,
			DEVICE_ID: "python",
			DEVICE_PORT: String(port),
		},
	});

	// On any port but 443 it asks for no ALPN, and for that AWS has 8883.
	it("version 2 publishes and subscribes over MQTT 3.1.1", async function () {
		skipIf(this, whyMissing("deviceSdkPython"));
		const answer = await bench.program("device_sdk.py", ["echo", "v2/echo"], as(device, bench.mqttPort));
		assert.deepEqual(answer, { granted: 1, heard: "hello" });
	});

	it("version 2 publishes and subscribes over MQTT 5, with properties", async function () {
		skipIf(this, whyMissing("deviceSdkPython"));
		assert.deepEqual(await bench.program("device_sdk.py", ["echo5", "v2/echo5"], as(device, bench.mqttPort)), {
			heard: "hello",
			properties: { room: "3" },
			response: ["answers", "17"],
		});
	});

	it("version 2 provisions itself by CSR", async function () {
		skipIf(this, whyMissing("deviceSdkPython"));
		skipIf(this, whyNoOpenssl());
		const { templateName } = bench;
		const { requestPath } = await makeRequest(bench.folder, "python", "/CN=python");
		const made = await bench.iot.send(new CreateProvisioningClaimCommand({ templateName }));
		const claim = {
			certificatePath: await bench.file("claim.crt", made.certificatePem ?? ""),
			keyPath: await bench.file("claim.private", made.keyPair?.PrivateKey ?? ""),
		};
		const args = ["provision", templateName, "python", requestPath];
		const { certificateId, thingName } = await bench.program<{ certificateId: string; thingName: string }>(
			"device_sdk.py",
			args,
			as(claim, bench.mqttPort),
		);
		assert.equal(thingName, "thingsmith-python");
		const { certificateDescription } = await bench.iot.send(new DescribeCertificateCommand({ certificateId }));
		assert.equal(certificateDescription?.status, "ACTIVE");
	});

	it("version 1 connects by ALPN, and has a shadow", async function () {
		skipIf(this, whyMissing("deviceSdkPythonV1"));
		assert.deepEqual(await bench.program("device_sdk_v1.py", ["old-lamp"], as(device, bench.httpsPort)), {
			heard: "hello",
			updated: "accepted",
			delta: { light: "on" },
			got: ["accepted", { light: "off" }],
			deleted: "accepted",
		});
	});
});
