import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { rootCaIn } from "../../../../host-tools/base/keys/root-ca-in.js";
import { readRoot } from "../../../support/source-imports.js";
import { foreignPki, type TestPki, testPki } from "../../../support/test-pki.js";
import { byteDamages, textDamages } from "../../../support/text-damage.js";

const read = (content: Uint8Array | string, now?: Date) => rootCaIn({ name: "CA", content }, now).raw;
const refused = (message: RegExp, next: RegExp) => ({ code: "root-ca-invalid", message, next });

describe("a root CA", () => {
	let pki: TestPki;
	before(async () => {
		pki = await testPki();
	});

	it("is taken in every form a certificate is", () => {
		const root = Buffer.from(pki.rootCa);
		for (const spoil of Object.values(textDamages)) {
			for (const encode of Object.values(byteDamages)) assert.deepEqual(read(encode(spoil(pki.rootCaPem))), root);
		}
		assert.deepEqual(read(pki.rootCa), root);
	});

	it("is found in a chain, and where it is there twice", () => {
		const leaf = pki.clients[0].certificatePem;
		assert.deepEqual(read(leaf + pki.rootCaPem), Buffer.from(pki.rootCa));
		assert.deepEqual(read(pki.rootCaPem + pki.rootCaPem), Buffer.from(pki.rootCa));
	});

	it("is refused where it is a device's certificate, a key, nothing, one of several, or over", async () => {
		const [{ certificatePem, privateKeyPem }] = pki.clients;
		assert.throws(() => read(certificatePem), refused(/CA is no certificate authority's/, /AmazonRootCA1/));
		assert.throws(() => read(privateKeyPem), refused(/CA holds no certificate but a private key/, /root CA/));
		assert.throws(() => read("<html>"), refused(/CA holds no certificate/, /root CA/));
		const bundle = [1, 3].map((number) => readRoot(`certs/AmazonRootCA${number}.pem`)).join("");
		assert.throws(() => read(bundle), refused(/CA holds 2 root CAs.*Amazon Root CA 1.*Amazon Root CA 3/, /alone/));
		const { rootCaPem } = await foreignPki();
		const end = new Date(new X509Certificate(rootCaPem).validTo);
		assert.throws(() => read(rootCaPem, end), refused(/CA expired at \d{4}-/, /root CA/));
	});
});
