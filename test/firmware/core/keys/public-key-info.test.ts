import assert from "node:assert/strict";
import { createPublicKey, X509Certificate } from "node:crypto";
import fc from "fast-check";
import { readPem } from "../../../../firmware/core/encoding/pem.js";
import { certificatePublicKey, requestPublicKey } from "../../../../firmware/core/keys/public-key-info.js";
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
