import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import fc from "fast-check";
import { isIssuedBy } from "../../../../host-tools/emulator/pki/is-issued-by.js";
import { parseCertificate, readCertificate } from "../../../../host-tools/emulator/pki/read-certificate.js";
import { TestAuthority } from "../../../support/test-authority.js";

describe("Certificates in PEM", () => {
	let authority: TestAuthority;
	let der: Buffer;
	before(async () => {
		authority = await TestAuthority.make("CN=CA");
		der = new X509Certificate((await authority.issue("CN=device,O=Acme,C=DE")).certificatePem).raw;
	});
	const pemOf = (bytes: Buffer) =>
		`-----BEGIN CERTIFICATE-----\n${bytes.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;

	it("are read with their id and validity", () => {
		const { certificateId, notBefore, notAfter, certificatePem } = readCertificate(pemOf(der));
		assert.match(certificateId, /^[0-9a-f]{64}$/);
		assert.ok(notBefore < Date.now() && notAfter > Date.now());
		assert.deepEqual(new X509Certificate(certificatePem).raw, der);
		assert.equal(isIssuedBy(parseCertificate(certificatePem), parseCertificate(authority.certificatePem)), true);
	});

	it("with a bit that is wrong are refused with a reason, or read whole; and their issuer's signature does not hold", () => {
		const issuer = parseCertificate(authority.certificatePem);
		const bits = fc.uniqueArray(fc.nat(der.length * 8 - 1), { minLength: 1, maxLength: 3 });
		fc.assert(
			fc.property(bits, (flipped) => {
				const damaged = Buffer.from(der);
				for (const bit of flipped) damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
				const pem = pemOf(damaged);
				let read: ReturnType<typeof readCertificate>;
				try {
					read = readCertificate(pem);
				} catch (error) {
					assert.match((error as Error).message, /^its? /);
					return;
				}
				assert.ok(Number.isFinite(read.notBefore) && Number.isFinite(read.notAfter));
				assert.equal(isIssuedBy(parseCertificate(pem), issuer), false);
			}),
			{ numRuns: 300 },
		);
	});

	it("cut short are refused", () => {
		fc.assert(
			fc.property(fc.nat(der.length - 1), (length) => {
				assert.throws(() => readCertificate(pemOf(der.subarray(0, length))), /^Error: it/);
			}),
			{ numRuns: 100 },
		);
	});
});
