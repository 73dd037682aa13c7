import assert from "node:assert/strict";
import { createHash, X509Certificate } from "node:crypto";
import { DescribeCertificateCommand, RegisterCertificateWithoutCACommand } from "@aws-sdk/client-iot";
import { readCertificate } from "../../../../../host-tools/emulator/pki/read-certificate.js";
import { startEmulatorParts } from "../../../../support/emulator-parts.js";
import { connectClient } from "../../../../support/mqtt.js";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";
import { policyDocument } from "../registry-fixture.js";
import { selfSigned } from "./self-signed.js";

describe("Control plane: certificates that somebody else issued", () => {
	let plane: TestControlPlane;
	let own: Awaited<ReturnType<typeof selfSigned>>;
	before(async () => {
		own = await selfSigned();
	});
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());
	const register = (certificatePem: string, status?: "ACTIVE" | "PENDING_TRANSFER") =>
		plane.iot.send(new RegisterCertificateWithoutCACommand({ certificatePem, status }));

	it("are registered by the hash of their DER, in mode SNI_ONLY", async () => {
		const { certificateId = "", certificateArn } = await register(own.certificatePem, "ACTIVE");
		const { raw, validTo } = new X509Certificate(own.certificatePem);
		assert.equal(certificateId, createHash("sha256").update(raw).digest("hex"));
		assert.equal(certificateArn, `arn:aws:iot:us-east-1:000000000000:cert/${certificateId}`);
		const { certificateDescription } = await plane.iot.send(new DescribeCertificateCommand({ certificateId }));
		assert.equal(certificateDescription?.certificateMode, "SNI_ONLY");
		assert.equal(certificateDescription?.status, "ACTIVE");
		assert.equal(certificateDescription?.validity?.notAfter?.getTime(), Date.parse(validTo));
		await assert.rejects(register(own.certificatePem), awsException("ResourceAlreadyExistsException", 409));
	});

	it("are INACTIVE unless told otherwise", async () => {
		const { certificateId = "" } = await register(own.certificatePem);
		assert.equal(plane.registry.certificates.describeCertificate(certificateId).status, "INACTIVE");
	});

	it("are refused when they are none, or are to be what only AWS makes them", async () => {
		const notOne = own.certificatePem + own.certificatePem;
		for (const pem of ["x", notOne, own.certificatePem.replace(/\n\w{8}/, "\nAAAAAAAA"), own.privateKeyPem]) {
			await assert.rejects(register(pem), awsException("CertificateValidationException", 400, /Cannot register/));
		}
		const weak = await selfSigned({ modulusLength: 1024 });
		await assert.rejects(
			register(weak.certificatePem),
			awsException("CertificateValidationException", 400, /1024 bits, at least 2048/),
		);
		await assert.rejects(
			register(own.certificatePem, "PENDING_TRANSFER"),
			awsException("InvalidRequestException", 400, /status must be/),
		);
	});

	it("open connections with the key that only their owner has", async () => {
		const parts = await startEmulatorParts();
		try {
			const { registry } = parts;
			const { certificateArn } = registry.certificates.addCertificate(readCertificate(own.certificatePem), {
				status: "ACTIVE",
			});
			registry.policies.createPolicy("p", policyDocument);
			registry.policies.attachPolicy("p", certificateArn);
			const client = await connectClient(parts, own, { clientId: "d" });
			await client.end();
		} finally {
			await parts.close();
		}
	});
});
