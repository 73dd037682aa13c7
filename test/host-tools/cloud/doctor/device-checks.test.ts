import assert from "node:assert/strict";
import type { CheckedEvent } from "../../../../host-tools/base/doctor/check.js";
import { Found } from "../../../../host-tools/base/doctor/found.js";
import { runChecks } from "../../../../host-tools/base/doctor/run-checks.js";
import { createIotClient } from "../../../../host-tools/cloud/account/iot-client.js";
import { cloudFound } from "../../../../host-tools/cloud/doctor/cloud-found.js";
import { type DeviceFacts, deviceChecks } from "../../../../host-tools/cloud/doctor/device-checks.js";
import { TestControlPlane } from "../../emulator/http/test-control-plane.js";
import { issued, policyDocument } from "../../emulator/services/registry-fixture.js";

const here = { host: "cloud.test", port: 8883 };

describe("deviceChecks", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());

	async function look(
		facts: Partial<DeviceFacts> | undefined,
		{ credentials = true } = {},
	): Promise<Record<string, CheckedEvent>> {
		const endpointUrl = `http://127.0.0.1:${plane.server.port}`;
		const settings = { endpointUrl, region: "us-east-1", profile: undefined, hasEnvironmentCredentials: false };
		const client = createIotClient(settings);
		const found = cloudFound();
		found.account.give({ client, settings, region: "us-east-1" });
		if (credentials) found.credentials.give(true);
		else found.credentials.close();
		found.endpoint.give({ ...here, rootCaPem: "", emulated: true, alpnPort: undefined });
		const device = new Found<DeviceFacts>();
		if (facts === undefined) device.close();
		else device.give({ thingName: "pump", certificateId: undefined, endpoint: undefined, ...facts });
		try {
			const { signal } = new AbortController();
			const done = await runChecks(deviceChecks(found, device), { emit: () => undefined, signal });
			return Object.fromEntries(done.map((one) => [one.check, one]));
		} finally {
			client.destroy();
		}
	}

	/** A thing with an active certificate and a policy; its certificate's id. */
	function provision({ attach = true, status = "ACTIVE", policy = true } = {}): string {
		const { things, certificates, policies } = plane.registry;
		const { certificateArn, certificateId } = certificates.addCertificate(issued("c"), {
			status: status as "ACTIVE" | "INACTIVE",
		});
		things.createThing("pump");
		if (attach) things.attachThingPrincipal("pump", certificateArn);
		policies.createPolicy("device", policyDocument);
		if (policy) policies.attachPolicy("device", certificateArn);
		return certificateId;
	}

	it("finds what board and account agree on", async () => {
		const certificateId = provision();
		const done = await look({ certificateId, endpoint: { ...here, host: "Cloud.TEST" } });
		assert.deepEqual(
			Object.values(done).map(({ check, status }) => [check, status]),
			[
				["thing", "ok"],
				["board-certificate", "ok"],
				["board-endpoint", "ok"],
			],
		);
		assert.equal(done.thing?.message, "pump, policies device");
		assert.equal(done.thing.facts?.connected, null);
	});

	it("finds that there is no such thing", async () => {
		const { thing, ...others } = await look({ certificateId: "ab", endpoint: here });
		assert.deepEqual([thing?.status, thing?.code], ["fail", "thing-missing"]);
		assert.equal(others["board-certificate"]?.code, "not-checked");
		assert.equal(others["board-endpoint"]?.status, "ok");
	});

	it("finds a thing without a certificate, with an inactive one, and with one that has no policy", async () => {
		provision({ attach: false });
		assert.deepEqual((await look({})).thing?.code, "certificate-inactive");
		await plane.close();
		plane = await TestControlPlane.start();
		const inactive = provision({ status: "INACTIVE" });
		const done = await look({ certificateId: inactive });
		assert.deepEqual(
			[done.thing?.code, done["board-certificate"]?.code],
			["certificate-inactive", "certificate-inactive"],
		);
		assert.ok(done.thing?.next?.includes(`--certificate-id ${inactive} --new-status ACTIVE`));
		await plane.close();
		plane = await TestControlPlane.start();
		const bare = provision({ policy: false });
		const without = await look({ certificateId: bare });
		assert.deepEqual([without.thing?.code, without["board-certificate"]?.code], ["policy-missing", "policy-missing"]);
	});

	it("finds that the board has another certificate than the registry", async () => {
		const certificateId = provision();
		const done = await look({ certificateId: "f".repeat(64) });
		const { code, message } = done["board-certificate"] ?? {};
		assert.equal(code, "certificate-differs");
		assert.ok(message?.includes("ffffffff…") && message.includes(`${certificateId.slice(0, 8)}…`), message);
	});

	it("finds that the board connects elsewhere", async () => {
		provision();
		const elsewhere = await look({ endpoint: { host: "other.test", port: 8883 } });
		assert.deepEqual(
			[elsewhere["board-endpoint"]?.status, elsewhere["board-endpoint"]?.code],
			["fail", "endpoint-differs"],
		);
		const port = await look({ endpoint: { host: "cloud.test", port: 1883 } });
		assert.deepEqual([port["board-endpoint"]?.status, port["board-endpoint"]?.code], ["warn", "endpoint-differs"]);
		assert.equal((await look({ endpoint: { host: "cloud.test", port: 443 } }))["board-endpoint"]?.status, "ok");
	});

	it("compares nothing that is not known", async () => {
		for (const done of [
			await look(undefined),
			await look({ thingName: undefined }),
			await look({}, { credentials: false }),
		]) {
			assert.deepEqual(
				Object.values(done).map(({ status, code }) => [status, code]),
				[1, 2, 3].map(() => ["warn", "not-checked"]),
			);
		}
	});
});
