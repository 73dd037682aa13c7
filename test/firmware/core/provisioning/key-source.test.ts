import assert from "node:assert/strict";
import { openKeySource } from "../../../../firmware/core/provisioning/key-source.js";
import type { CertificateReply } from "../../../../firmware/core/provisioning/messages.js";
import { DeviceError } from "../../../../firmware/ports/errors.js";
import type { KeyMaker } from "../../../../firmware/ports/key-maker.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";

const pem = (label: string, ...bytes: number[]) =>
	`-----BEGIN ${label}-----\n${Buffer.from(bytes).toString("base64")}\n-----END ${label}-----\n`;
const certificate = [0x30, 0x02, 0x05, 0x00];
const pkcs8 = [0x30, 0x01, 0x02];
const reply: CertificateReply = {
	certificateId: "ab".repeat(32),
	certificatePem: pem("CERTIFICATE", ...certificate),
	privateKeyPem: pem("PRIVATE KEY", ...pkcs8),
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
		assert.deepEqual([...staged.certificate], certificate);
		assert.deepEqual([...staged.privateKey], pkcs8);
		assert.deepEqual([staged.certificateId, staged.ownershipToken], [reply.certificateId, "token"]);
	});

	for (const [what, changed] of Object.entries<Partial<CertificateReply>>({
		"no key": { privateKeyPem: undefined },
		"a key that is not PEM": { privateKeyPem: "S3CRET-MARK" },
		"a key cut short": { privateKeyPem: pem("RSA PRIVATE KEY", 0x30, 0x05, 0x01) },
		"an EC key": { privateKeyPem: pem("EC PRIVATE KEY", ...pkcs8) },
		"a certificate cut short": { certificatePem: pem("CERTIFICATE", 0x30, 0x05, 0x01) },
		"something else for a certificate": { certificatePem: pem("X509 CRL", ...certificate) },
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
	const made = { privateKey: Uint8Array.of(0x30, 0x01, 0x09), certificateSigningRequest: "-----BEGIN …" };
	const device = openKeySource("device", { makeKey: () => Promise.resolve(made) }, nodeTextCodec);

	it("is certified with CreateCertificateFromCsr, and only the request goes out", async () => {
		assert.equal(device.operation, "create-from-csr");
		const { payload } = await device.begin();
		assert.deepEqual(JSON.parse(payload), { certificateSigningRequest: "-----BEGIN …" });
	});

	it("is the one that is staged, whatever the reply holds", async () => {
		const { complete } = await device.begin();
		assert.deepEqual([...complete(reply).privateKey], [...made.privateKey]);
		assert.deepEqual([...complete({ ...reply, privateKeyPem: undefined }).certificate], certificate);
	});

	it("fails as its making does", async () => {
		await assert.rejects(openKeySource("device", noKeys, nodeTextCodec).begin(), {
			code: "internal",
			message: "No keys",
		});
	});
});
