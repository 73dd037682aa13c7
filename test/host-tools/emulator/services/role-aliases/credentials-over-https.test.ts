import assert from "node:assert/strict";
import { allow, createDevice } from "../../../../support/emulator-parts.js";
import { TestFront } from "../../../../support/front.js";
import { TestAuthority } from "../../../../support/test-authority.js";

describe("Credentials provider over HTTPS", () => {
	let front: TestFront;
	before(async () => {
		front = await TestFront.start();
	});
	after(() => front.close());
	const path = "/role-aliases/camera/credentials";
	const ask = (credentials: Awaited<ReturnType<typeof createDevice>>, thingName?: string) =>
		front.https("GET", path, {
			credentials,
			...(thingName !== undefined && { headers: { "x-amzn-iot-thingname": thingName } }),
		});

	it("answers a device with its certificate, or AWS's words", async () => {
		const device = await createDevice(front.parts, [allow("iot:AssumeRoleWithCertificate", "rolealias/camera")]);
		const { things } = front.parts.registry;
		things.createThing("t");
		things.attachThingPrincipal("t", device.certificateArn);
		const missing = await ask(device, "t");
		assert.deepEqual([missing.status, missing.json.message], [404, "Role alias does not exist"]);
		const created = await fetch(`${front.httpUrl}/role-aliases/camera`, {
			method: "POST",
			headers: {
				authorization:
					"AWS4-HMAC-SHA256 Credential=a/20261128/us-east-1/iot/aws4_request, SignedHeaders=host, Signature=0",
			},
			body: JSON.stringify({ roleArn: "arn:aws:iam::000000000000:role/camera" }),
		});
		assert.equal(created.status, 200);
		const answer = await ask(device, "t");
		assert.equal(answer.status, 200);
		assert.equal(answer.json.credentials.accessKeyId, "ASIATHINGSMITHLOCAL0");
		const other = await ask(device, "u");
		assert.deepEqual([other.status, other.json.message], [403, "Invalid thing name passed"]);
		const stranger = await createDevice(front.parts, [allow("iot:Connect", "client/*")]);
		const denied = await ask(stranger);
		assert.deepEqual(
			[denied.status, denied.headers["x-amzn-errortype"], denied.json.message],
			[403, "AccessDeniedException", "Access Denied"],
		);
		const reasons = front.parts.journal.list().filter(({ plane }) => plane === "credentials");
		assert.match(reasons.at(-1)?.reason ?? "", /iot:AssumeRoleWithCertificate/);
	});

	it("registers a certificate of a registered CA that is presented here", async () => {
		const vendor = await TestAuthority.make("CN=Vendor");
		front.parts.registry.caCertificates.registerCaCertificate({
			caCertificate: vendor.certificatePem,
			certificateMode: "SNI_ONLY",
			setAsActive: true,
			allowAutoRegistration: true,
		});
		const device = await vendor.issue("CN=d");
		const answer = await front.https("GET", path, { credentials: device });
		assert.equal(answer.status, 403);
		assert.equal(front.parts.registry.certificates.findCertificate(device.certificateId)?.status, "PENDING_ACTIVATION");
	});
});
