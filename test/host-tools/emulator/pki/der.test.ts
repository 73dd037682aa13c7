import assert from "node:assert/strict";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import * as fc from "fast-check";
import { sign } from "../../../../host-tools/emulator/pki/authority.js";
import { objectId, time } from "../../../../host-tools/emulator/pki/der.js";
import { distinguishedName } from "../../../../host-tools/emulator/pki/distinguished-name.js";
import { alternativeNames } from "../../../../host-tools/emulator/pki/extensions.js";

const { privateKey: signingKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

async function issue(names: readonly string[], addresses: readonly string[]): Promise<X509Certificate> {
	const name = distinguishedName(["CN", "somebody"]);
	const { certificatePem } = await sign(
		{ signingKey },
		{
			issuer: name,
			subject: name,
			publicKey: publicKey.export({ type: "spki", format: "der" }),
			notBefore: Date.UTC(2026, 0, 1),
			notAfter: Date.UTC(2060, 0, 1),
			extensions: [alternativeNames(names, addresses)],
		},
	);
	return new X509Certificate(certificatePem);
}

describe("DER of certificates", () => {
	it("holds any name and address as OpenSSL reads them", async () => {
		await fc.assert(
			fc.asyncProperty(fc.ipV4(), fc.ipV6(), fc.domain(), async (v4, v6, domain) => {
				const certificate = await issue([domain], [v4, v6]);
				assert.equal(certificate.checkIP(v4), v4);
				assert.equal(certificate.checkIP(v6), v6);
				assert.equal(certificate.checkHost(domain), domain);
				assert.ok(certificate.verify(publicKey));
			}),
			{ numRuns: 50 },
		);
	});

	it("has dates on both sides of 2050", async () => {
		const { validFrom, validTo } = await issue(["localhost"], []);
		assert.equal(Date.parse(validFrom), Date.UTC(2026, 0, 1));
		assert.equal(Date.parse(validTo), Date.UTC(2060, 0, 1));
		assert.equal(time(Date.UTC(2049, 11, 31, 23, 59, 59)).toString("latin1", 2), "491231235959Z");
		assert.equal(time(Date.UTC(2050, 0, 1)).toString("latin1", 2), "20500101000000Z");
	});

	it("writes object identifiers with numbers of several bytes", () => {
		assert.equal(objectId("1.2.840.113549.1.1.11").toString("hex"), "06092a864886f70d01010b");
	});
});
