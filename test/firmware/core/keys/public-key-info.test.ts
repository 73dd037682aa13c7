import assert from "node:assert/strict";
import { createPublicKey, X509Certificate } from "node:crypto";
import fc from "fast-check";
import { readPem } from "../../../../firmware/core/encoding/pem.js";
import { certificatePublicKey, isKeyOf, requestPublicKey } from "../../../../firmware/core/keys/public-key-info.js";
import { nodeKeyMaker } from "../../../../host-tools/virtual-device/node-key-maker.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";
import { toKeyObject } from "../../../support/rsa-key-parts.js";
import { testPki } from "../../../support/test-pki.js";

const spki = (key: ReturnType<typeof createPublicKey>) => [...key.export({ format: "der", type: "spki" })];

describe("the public key", () => {
	it("of a certificate is what Node finds in it", async () => {
		const { clients, rootCa } = await testPki();
		for (const certificate of [clients[0].certificate, rootCa]) {
			assert.deepEqual([...certificatePublicKey(certificate)], spki(new X509Certificate(certificate).publicKey));
		}
	});

	it("of a request is that of the key it was made with", async () => {
		const { privateKey, certificateSigningRequest } = await nodeKeyMaker.makeKey();
		const { der } = readPem(certificateSigningRequest, nodeTextCodec);
		assert.deepEqual([...requestPublicKey(der)], spki(createPublicKey(toKeyObject(privateKey))));
	});

	it("of anything else is bootstrap-invalid, and never something out of its bounds", async () => {
		const { certificate } = (await testPki()).clients[0];
		fc.assert(
			fc.property(fc.nat({ max: certificate.length - 1 }), fc.nat({ max: 255 }), fc.boolean(), (at, value, cut) => {
				const damaged = cut ? certificate.slice(0, at) : certificate.slice();
				if (!cut) damaged[at] = value;
				for (const find of [certificatePublicKey, requestPublicKey]) {
					try {
						assert.ok(find(damaged).length <= damaged.length);
					} catch (thrown) {
						assert.equal((thrown as { code?: string }).code, "bootstrap-invalid");
					}
				}
			}),
			{ numRuns: 2000 },
		);
		for (const find of [certificatePublicKey, requestPublicKey]) {
			assert.throws(() => find(new Uint8Array(0)), { code: "bootstrap-invalid" });
			assert.throws(() => find(Uint8Array.of(0x30, 0)), { code: "bootstrap-invalid" });
		}
	});
});

describe("a private key", () => {
	it("is that of its certificate, and of no other", async () => {
		const { clients } = await testPki();
		for (const [index, { privateKey }] of clients.entries()) {
			for (const [other, { certificate }] of clients.entries())
				assert.equal(isKeyOf(privateKey, certificate), index === other);
		}
	});

	it("that is damaged is bootstrap-invalid, or is nobody's where the damage is in modulus or exponent", async () => {
		const { certificate, privateKey } = (await testPki()).clients[0];
		const start = Buffer.from(privateKey).indexOf(Buffer.of(0x02, 0x82, 0x01, 0x01, 0x00)) + 4;
		fc.assert(
			fc.property(fc.integer({ min: start, max: start + 256 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
				const damaged = privateKey.slice();
				damaged[at] = (damaged[at] as number) ^ flip;
				assert.equal(isKeyOf(damaged, certificate), false);
			}),
		);
		fc.assert(
			fc.property(fc.nat({ max: privateKey.length - 1 }), (length) => {
				try {
					isKeyOf(privateKey.subarray(0, length), certificate);
					assert.fail("a key that was cut short was read");
				} catch (thrown) {
					assert.equal((thrown as { code?: string }).code, "bootstrap-invalid");
				}
			}),
		);
	});
});
