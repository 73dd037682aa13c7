import assert from "node:assert/strict";
import { openKeySource } from "../../../../firmware/core/provisioning/key-source.js";
import type { CertificateReply } from "../../../../firmware/core/provisioning/messages.js";
import { DeviceError } from "../../../../firmware/ports/errors.js";
import type { KeyMaker } from "../../../../firmware/ports/key-maker.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";
import { fakePair } from "../../../fakes/fake-pair.js";

const pem = (label: string, ...bytes: number[]) =>
	`-----BEGIN ${label}-----\n${Buffer.from(bytes).toString("base64")}\n-----END ${label}-----\n`;
const [pair, other] = [fakePair("own"), fakePair("other")];
const reply: CertificateReply = {
	certificateId: "ab".repeat(32),
	certificatePem: pem("CERTIFICATE", ...pair.certificate),
	privateKeyPem: pem("RSA PRIVATE KEY", ...pair.pkcs1),
	ownershipToken: "token",
};
const noKeys: KeyMaker = { makeKey: () => Promise.reject(new DeviceError("internal", "No keys")) };
const aws = () => openKeySource("aws", noKeys, nodeTextCodec);

describe("a key made by AWS", () => {
	it("is asked for with CreateKeysAndCertificate and an empty object", async () => {
		assert.equal(aws().operation, "create");
		assert.equal((await aws().begin()).payload, "{}");
	});

	it("is staged with its certificate, in DER, key in PKCS#8", async () => {
		const staged = (await aws().begin()).complete(reply);
		assert.deepEqual([staged.certificate, staged.privateKey], [pair.certificate, pair.privateKey]);
		assert.deepEqual([staged.certificateId, staged.ownershipToken], [reply.certificateId, "token"]);
	});

	for (const [what, changed] of Object.entries<Partial<CertificateReply>>({
		"no key": { privateKeyPem: undefined },
		"a key that is not PEM": { privateKeyPem: "S3CRET-MARK" },
		"a key cut short": { privateKeyPem: pem("RSA PRIVATE KEY", 0x30, 0x05, 0x01) },
		"an EC key": { privateKeyPem: pem("EC PRIVATE KEY", ...pair.privateKey) },
		"the key of another certificate": { privateKeyPem: pem("PRIVATE KEY", ...other.privateKey) },
		"a key that is not RSA": { privateKeyPem: pem("PRIVATE KEY", 0x30, 0x03, 0x02, 0x01, 0x00) },
		"a certificate cut short": { certificatePem: pem("CERTIFICATE", 0x30, 0x05, 0x01) },
		"something else for a certificate": { certificatePem: pem("X509 CRL", ...pair.certificate) },
	})) {
		it(`in a reply with ${what} is reply-invalid`, async () => {
			const { complete } = await aws().begin();
			assert.throws(
				() => complete({ ...reply, ...changed }),
				(error: Error & { code?: string }) => error.code === "reply-invalid" && !error.message.includes("S3CRET"),
			);
		});
	}
});

describe("a key made on the device", () => {
	const made = { privateKey: pair.privateKey, certificateSigningRequest: "-----BEGIN …" };
	const device = openKeySource("device", { makeKey: () => Promise.resolve(made) }, nodeTextCodec);

	it("is certified with CreateCertificateFromCsr, and only the request goes out", async () => {
		assert.equal(device.operation, "create-from-csr");
		const { payload } = await device.begin();
		assert.deepEqual(JSON.parse(payload), { certificateSigningRequest: "-----BEGIN …" });
	});

	it("is the one that is staged, whatever the reply holds", async () => {
		const { complete } = await device.begin();
		const privateKeyPem = pem("PRIVATE KEY", ...other.privateKey);
		assert.equal(complete({ ...reply, privateKeyPem }).privateKey, made.privateKey);
		assert.deepEqual(complete({ ...reply, privateKeyPem: undefined }).certificate, pair.certificate);
	});

	it("is not staged with a certificate that is for another key", async () => {
		const { complete } = await device.begin();
		const certificatePem = pem("CERTIFICATE", ...other.certificate);
		assert.throws(() => complete({ ...reply, certificatePem }), {
			code: "reply-invalid",
			message: /not for the device's key/,
		});
	});

	it("fails as its making does", async () => {
		await assert.rejects(openKeySource("device", noKeys, nodeTextCodec).begin(), {
			code: "internal",
			message: "No keys",
		});
	});
});
