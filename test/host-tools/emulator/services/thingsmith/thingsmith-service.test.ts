import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { GetPolicyCommand } from "@aws-sdk/client-iot";
import { EmulatorClock } from "../../../../../host-tools/emulator/clock.js";
import { openPki } from "../../../../../host-tools/emulator/pki/open-pki.js";
import type { Pki } from "../../../../../host-tools/emulator/pki/pki.js";
import { TestControlPlane } from "../../http/test-control-plane.js";

describe("Control plane: /_thingsmith", () => {
	const clock = new EmulatorClock();
	let pki: Pki;
	let plane: TestControlPlane;
	before(async () => {
		pki = await openPki({ clock });
	});
	beforeEach(async () => {
		plane = await TestControlPlane.start({ pki, mqttPort: 40123 });
	});
	afterEach(() => plane.close());
	after(() => {
		pki.close();
		clock.close();
	});

	it("answers without credentials: health, endpoint and the root CA", async () => {
		assert.deepEqual((await plane.raw("GET", "/_thingsmith/health")).json, { status: "ok" });
		assert.deepEqual((await plane.raw("GET", "/_thingsmith/endpoint")).json, {
			mqttHost: "127.0.0.1",
			mqttPort: 40123,
		});
		const root = await plane.raw("GET", "/_thingsmith/root-ca.pem");
		assert.equal(root.headers["content-type"], "application/x-pem-file");
		assert.equal(new X509Certificate(root.text).ca, true);
	});

	it("shows refusals with operation and reason", async () => {
		await assert.rejects(plane.iot.send(new GetPolicyCommand({ policyName: "none" })));
		await plane.signed("GET", `/certificates/${"a".repeat(64)}`);
		const { refusals } = (await plane.raw("GET", "/_thingsmith/journal")).json;
		assert.deepEqual(
			refusals.map(({ time, ...refusal }: { time: string }) => refusal),
			[
				{
					plane: "control-plane",
					code: "resource-not-found",
					reason: 'Policy not found: "none"',
					target: "GetPolicy",
				},
				{
					plane: "control-plane",
					code: "resource-not-found",
					reason: `Certificate ${"a".repeat(64)} does not exist`,
					target: "DescribeCertificate",
					certificateId: "a".repeat(64),
				},
			],
		);
		assert.ok(Math.abs(Date.parse(refusals[0].time) - Date.now()) < 60_000);
	});

	it("moves the clock forward", async () => {
		const answer = await plane.raw("POST", "/_thingsmith/clock", { body: '{"advanceSeconds":3600.5}' });
		assert.ok(Math.abs(Date.parse(answer.json.now) - Date.now() - 3_600_500) < 20_000);
		assert.ok(Math.abs(plane.clock.now() - Date.now() - 3_600_500) < 20_000);
	});

	it("moves the clock forward by ten years in all", async () => {
		const post = (advanceSeconds: number) =>
			plane.raw("POST", "/_thingsmith/clock", { body: JSON.stringify({ advanceSeconds }) });
		const tenYears = 10 * 365 * 24 * 3600;
		assert.equal((await post(tenYears - 60)).status, 200);
		const refused = await post(61);
		assert.equal(refused.status, 400);
		assert.match(refused.json.message, /0 to 60 /);
		assert.equal((await post(60)).status, 200);
		assert.equal(plane.clock.aheadMs, tenYears * 1000);
	});

	for (const body of ["{}", '{"advanceSeconds":-1}', '{"advanceSeconds":"1"}', '{"advanceSeconds":1e12}', "[]", "x"]) {
		it(`leaves the clock alone for ${body}`, async () => {
			const answer = await plane.raw("POST", "/_thingsmith/clock", { body });
			assert.equal(answer.status, 400);
			assert.equal(answer.headers["x-amzn-errortype"], "InvalidRequestException");
			assert.ok(Math.abs(plane.clock.now() - Date.now()) < 10_000);
		});
	}

	it("answers 404 for another path or method, naming those that are there", async () => {
		for (const [method, path] of [
			["GET", "/_thingsmith/nothing"],
			["GET", "/_thingsmith/clock"],
			["POST", "/_thingsmith/health"],
			["GET", "/_thingsmith/"],
		] as const) {
			const answer = await plane.raw(method, path);
			assert.equal(answer.status, 404, path);
			assert.match(answer.json.message, /GET \/_thingsmith\/journal/);
		}
	});
});
