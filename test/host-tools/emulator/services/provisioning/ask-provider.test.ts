import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { x509 } from "../../../../../host-tools/emulator/pki/webcrypto.js";
import {
	allowAll,
	type Credentials,
	createDevice,
	type EmulatorParts,
	startEmulatorParts,
} from "../../../../support/emulator-parts.js";
import { connectClient, type TestClient } from "../../../../support/mqtt.js";
import { TestAuthority } from "../../../../support/test-authority.js";
import { ec, makeCsr } from "../../pki/make-csr.js";
import { templateBody } from "../registry-fixture.js";

type Signer = (event: Record<string, string>) => unknown;

describe("fleet provisioning with a certificate provider", () => {
	let parts: EmulatorParts;
	let authority: TestAuthority;
	let server: Server;
	let client: TestClient;
	let device: Credentials;
	let sign: Signer;
	let pem: string;
	before(async () => {
		authority = await TestAuthority.make("CN=Owner's CA");
		({ pem } = await makeCsr(ec("P-256")));
		server = createServer(async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk);
			response.end(JSON.stringify((await sign(JSON.parse(Buffer.concat(chunks).toString()))) ?? null));
		});
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	});
	after(() => server.close());
	beforeEach(async () => {
		parts = await startEmulatorParts();
		const { port } = server.address() as AddressInfo;
		parts.registry.certificateProviders.createCertificateProvider("owner", {
			lambdaFunctionArn: `http://127.0.0.1:${port}/sign`,
			accountDefaultForOperations: ["CreateCertificateFromCsr"],
		});
		device = await createDevice(parts, [allowAll]);
		client = await connectClient(parts, device, { clientId: "d" });
	});
	afterEach(async () => {
		client.mqtt.end(true);
		await parts.close();
	});

	const ask = async (topic: string, body: object) => {
		await client.publish(topic, JSON.stringify(body));
		const { topic: reply, payload } = await client.next(topic);
		return { outcome: reply.slice(topic.length + 1), body: JSON.parse(payload.toString()) };
	};
	const create = (certificateSigningRequest = pem) =>
		ask("$aws/certificates/create-from-csr/json", { certificateSigningRequest });
	const publicKeyOf = async (csr: string) => (await new x509.Pkcs10CertificateRequest(csr).publicKey.export()) as never;

	it("gives the device what the function signed, expiring when its owner wants it", async () => {
		const events: Record<string, string>[] = [];
		const notAfter = Math.floor(Date.now() / 1000) * 1000 + 3_600_000;
		sign = async (event) => {
			events.push(event);
			const publicKey = await publicKeyOf(event.certificateSigningRequest ?? "");
			return { certificatePem: (await authority.issue("CN=by owner", { publicKey, notAfter })).certificatePem };
		};
		const { outcome, body } = await create();
		assert.equal(outcome, "accepted");
		assert.deepEqual(events, [{ certificateSigningRequest: pem, principalId: device.certificateId, clientId: "d" }]);
		const { templates, certificates } = parts.registry;
		const row = certificates.describeCertificate(body.certificateId);
		assert.deepEqual(
			[row.status, row.notAfter, row.certificatePem],
			["PENDING_ACTIVATION", notAfter, body.certificatePem],
		);
		templates.createProvisioningTemplate({
			templateName: "fleet",
			templateBody,
			provisioningRoleArn: "arn:aws:iam::000000000000:role/provisioning",
			enabled: true,
		});
		const { certificateOwnershipToken } = body;
		const registered = await ask("$aws/provisioning-templates/fleet/provision/json", {
			certificateOwnershipToken,
			parameters: { SerialNumber: "sn-1" },
		});
		assert.deepEqual(registered.body, { deviceConfiguration: {}, thingName: "sn-1" });
		assert.equal(certificates.describeCertificate(body.certificateId).status, "ACTIVE");
	});

	const failures: readonly (readonly [string, Signer, RegExp])[] = [
		["nothing", () => undefined, /did not answer certificatePem/],
		["no text", () => ({ certificatePem: 1 }), /did not answer certificatePem/],
		["no certificate", () => ({ certificatePem: "x" }), /cannot be used: it is not one certificate in PEM/],
		["a certificate for another key", async () => authority.issue("CN=x"), /another key/],
		[
			"an expired one",
			async ({ certificateSigningRequest = "" }) =>
				authority.issue("CN=x", {
					publicKey: await publicKeyOf(certificateSigningRequest),
					notAfter: Date.now() - 1000,
				}),
			/expired already/,
		],
	];
	for (const [what, signer, words] of failures) {
		it(`refuses the request when the function answers ${what}`, async () => {
			sign = signer;
			const { outcome, body } = await create();
			assert.deepEqual([outcome, body.statusCode, body.errorCode], ["rejected", 500, "InternalFailure"]);
			assert.match(body.errorMessage, words);
			assert.equal(parts.journal.list().at(-1)?.code, "certificate-provider-failed");
			assert.equal([...parts.registry.certificates.listCertificates()].length, 1);
		});
	}

	it("does not trouble the function with what is no request", async () => {
		sign = () => assert.fail("it was called");
		const { outcome, body } = await create("nonsense");
		assert.deepEqual([outcome, body.errorCode], ["rejected", "InvalidCertificateSigningRequest"]);
	});

	it("refuses the request when the function is a Lambda function that nobody mapped", async () => {
		parts.registry.certificateProviders.updateCertificateProvider("owner", {
			lambdaFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:signer",
		});
		const { outcome, body } = await create();
		assert.equal(outcome, "rejected");
		assert.match(body.errorMessage, /start it with --hook/);
		assert.equal(parts.journal.list().at(-1)?.code, "hook-not-mapped");
	});
});
