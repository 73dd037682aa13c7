import assert from "node:assert/strict";
import { createHash, X509Certificate } from "node:crypto";
import {
	DescribeCertificateCommand,
	ListCertificatesByCACommand,
	RegisterCertificateCommand,
	type RegisterCertificateCommandInput,
	RegisterCertificateWithoutCACommand,
} from "@aws-sdk/client-iot";
import { readCertificate } from "../../../../../host-tools/emulator/pki/read-certificate.js";
import { startEmulatorParts } from "../../../../support/emulator-parts.js";
import { connectClient } from "../../../../support/mqtt.js";
import { TestAuthority } from "../../../../support/test-authority.js";
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

	describe("and whose CA is registered", () => {
		let vendor: TestAuthority;
		before(async () => {
			vendor = await TestAuthority.make("CN=Vendor");
		});
		const addCa = async (authority: TestAuthority, certificateMode: "DEFAULT" | "SNI_ONLY" = "SNI_ONLY") => {
			const { caCertificates } = plane.registry;
			const verification = await authority.issue(`CN=${caCertificates.registrationCode()}`);
			return caCertificates.registerCaCertificate({
				caCertificate: authority.certificatePem,
				certificateMode,
				...(certificateMode === "DEFAULT" && { verificationCertificate: verification.certificatePem }),
			});
		};
		const registerWithCa = (input: RegisterCertificateCommandInput) =>
			plane.iot.send(new RegisterCertificateCommand(input));
		const noCa = awsException("CertificateStateException", 406, /^No CA certificate exists for the given certificate$/);

		it("are registered with it or without naming it, in its mode, and listed by it", async () => {
			await addCa(vendor, "DEFAULT");
			const [one, two] = [await vendor.issue("CN=1"), await vendor.issue("CN=2")];
			const { certificatePem: caCertificatePem } = vendor;
			await registerWithCa({ certificatePem: one.certificatePem, caCertificatePem, setAsActive: true });
			plane.clock.advance(1000);
			await registerWithCa({ certificatePem: two.certificatePem, status: "REVOKED" });
			const { certificateDescription: described } = await plane.iot.send(
				new DescribeCertificateCommand({ certificateId: one.certificateId }),
			);
			assert.deepEqual(
				[described?.status, described?.caCertificateId, described?.certificateMode],
				["ACTIVE", vendor.certificateId, "DEFAULT"],
			);
			await plane.iot.send(new RegisterCertificateWithoutCACommand({ certificatePem: own.certificatePem }));
			const list = async (input = {}) => {
				const command = new ListCertificatesByCACommand({ caCertificateId: vendor.certificateId, ...input });
				const { certificates = [], nextMarker } = await plane.iot.send(command);
				return { ids: certificates.map(({ certificateId }) => certificateId), nextMarker };
			};
			assert.deepEqual((await list()).ids, [two.certificateId, one.certificateId]);
			const { ids, nextMarker } = await list({ pageSize: 1, ascendingOrder: true });
			assert.deepEqual(ids, [one.certificateId]);
			assert.deepEqual((await list({ ascendingOrder: true, marker: nextMarker })).ids, [two.certificateId]);
			plane.registry.certificates.deleteCertificate(two.certificateId);
			assert.deepEqual((await list()).ids, [one.certificateId]);
			assert.deepEqual((await list({ caCertificateId: "f".repeat(64) })).ids, []);
		});

		it("are refused a second time, with the name of the first", async () => {
			await addCa(vendor);
			const { certificatePem, certificateId } = await vendor.issue("CN=1");
			const { certificateArn } = await registerWithCa({ certificatePem });
			await assert.rejects(registerWithCa({ certificatePem }), (error: object) => {
				assert.deepEqual(
					{ resourceId: certificateId, resourceArn: certificateArn },
					{ resourceId: Reflect.get(error, "resourceId"), resourceArn: Reflect.get(error, "resourceArn") },
				);
				return awsException("ResourceAlreadyExistsException", 409, /already provisioned or registered/)(error);
			});
			plane.registry.caCertificates.updateCaCertificate(vendor.certificateId, { newStatus: "INACTIVE" });
			plane.registry.caCertificates.deleteCaCertificate(vendor.certificateId);
			await assert.rejects(registerWithCa({ certificatePem }), awsException("ResourceAlreadyExistsException", 409));
		});

		it("are refused without a CA that is registered and signed them", async () => {
			const { certificatePem } = await vendor.issue("CN=1");
			await assert.rejects(registerWithCa({ certificatePem }), noCa);
			await assert.rejects(registerWithCa({ certificatePem, caCertificatePem: vendor.certificatePem }), noCa);
			const other = await TestAuthority.make("CN=Vendor");
			await addCa(other);
			await assert.rejects(registerWithCa({ certificatePem }), noCa);
			await assert.rejects(registerWithCa({ certificatePem, caCertificatePem: other.certificatePem }), noCa);
			await assert.rejects(
				registerWithCa({ certificatePem, caCertificatePem: "x" }),
				awsException("CertificateValidationException", 400, /caCertificatePem/),
			);
			assert.equal([...plane.registry.certificates.listCertificates()].length, 0);
		});

		it("need the CA named where two have one subject and one key", async () => {
			const twin = await TestAuthority.make("CN=Vendor", { keys: vendor.keys, notAfter: Date.now() + 5 * 86_400_000 });
			await addCa(vendor);
			await addCa(twin);
			const { certificatePem, certificateId } = await vendor.issue("CN=1");
			await assert.rejects(
				registerWithCa({ certificatePem }),
				awsException("CertificateConflictException", 409, /caCertificatePem/),
			);
			await registerWithCa({ certificatePem, caCertificatePem: twin.certificatePem });
			const { caCertificateId } = plane.registry.certificates.describeCertificate(certificateId);
			assert.equal(caCertificateId, twin.certificateId);
		});
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
