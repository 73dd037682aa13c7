import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import fc from "fast-check";
import { certificatesIn, keyPairIn, privateKeyIn } from "../../../../host-tools/base/keys/read-keys.js";
import { type TestPki, testPki } from "../../../support/test-pki.js";
import { byteDamages, textDamages } from "../../../support/text-damage.js";
import { makeCsr, rsa } from "../../emulator/pki/make-csr.js";

type Content = Uint8Array | string;
const named = (content: Content, name = "FILE") => ({ name, content });
const certificateOf = (content: Content) => certificatesIn(named(content))[0]?.raw;
const pkcs8Of = (key: KeyObject) => new Uint8Array(key.export({ format: "der", type: "pkcs8" }));
const keyOf = (content: Content) => pkcs8Of(privateKeyIn(named(content)));

describe("the reader of keys and certificates", () => {
	let pki: TestPki;
	let key: KeyObject;

	before(async () => {
		pki = await testPki();
		key = createPrivateKey(pki.clients[0].privateKeyPem);
	});

	it("gives back the same DER, whatever happened to text and bytes", () => {
		const [{ certificatePem, certificate, privateKeyPem, privateKey }] = pki.clients;
		const pkcs8 = key.export({ format: "pem", type: "pkcs8" }).toString();
		const damage = fc.tuple(
			fc.constantFrom(...Object.entries(textDamages)),
			fc.constantFrom(...Object.entries(byteDamages)),
			fc.constantFrom(privateKeyPem, pkcs8),
		);
		fc.assert(
			fc.property(damage, ([[text, spoil], [bytes, encode], keyPem]) => {
				const how = `${text}, ${bytes}`;
				assert.deepEqual(certificateOf(encode(spoil(certificatePem))), Buffer.from(certificate), how);
				assert.deepEqual(keyOf(encode(spoil(keyPem))), privateKey, how);
				assert.deepEqual(certificateOf(spoil(certificatePem)), Buffer.from(certificate), how);
			}),
			{ numRuns: 300 },
		);
	});

	it("takes DER, and either of them in base64", () => {
		const [{ certificatePem, certificate, privateKey }] = pki.clients;
		assert.deepEqual(certificateOf(certificate), Buffer.from(certificate));
		assert.deepEqual(certificateOf(Buffer.from(certificate).toString("base64")), Buffer.from(certificate));
		assert.deepEqual(certificateOf(Buffer.from(certificatePem).toString("base64")), Buffer.from(certificate));
		for (const type of ["pkcs8", "pkcs1"] as const) {
			const der = new Uint8Array(key.export({ format: "der", type }));
			assert.deepEqual(keyOf(der), privateKey, type);
			assert.deepEqual(keyOf(Buffer.from(der).toString("base64")), privateKey, type);
		}
		const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
		for (const type of ["pkcs8", "sec1"] as const) {
			assert.deepEqual(keyOf(new Uint8Array(ec.export({ format: "der", type }))), pkcs8Of(ec), type);
		}
	});

	it("takes the certificate of a chain that the key belongs to", () => {
		const [{ certificatePem, certificate, privateKeyPem }] = pki.clients;
		for (const chain of [certificatePem + pki.rootCaPem, pki.rootCaPem + certificatePem]) {
			const pair = keyPairIn(named(chain), named(privateKeyPem));
			assert.deepEqual(pair.certificate.raw, Buffer.from(certificate));
		}
	});

	/** Refused with that code, message and mend, and nothing of a key in either. */
	function assertRefused(work: () => unknown, code: string, message: RegExp, next: RegExp): void {
		assert.throws(work, (error: Error & { code: string; next?: string }) => {
			assert.equal(error.code, code, error.message);
			assert.match(error.message, message);
			assert.match(error.next ?? "", next);
			assert.equal(/MII|BEGIN RSA/.test(error.message + error.next), false, "quotes what it read");
			return true;
		});
	}

	it("says what stands in the place of a certificate or a key, and what to do with it", async () => {
		const [{ certificatePem, privateKeyPem, certificate }] = pki.clients;
		const { pem: request } = await makeCsr(rsa(2048));
		const requestDer = Buffer.from(request.replace(/-----[^-]+-----/g, ""), "base64");
		const publicKey = createPublicKey(key);
		const spki = publicKey.export({ format: "der", type: "spki" });
		for (const [content, what, next] of [
			[privateKeyPem, /no certificate but a private key/, /BEGIN CERTIFICATE/],
			[request, /no certificate but a certificate signing request/, /create-certificate-from-csr/],
			[requestDer, /no certificate but a certificate signing request/, /create-certificate-from-csr/],
			[publicKey.export({ format: "pem", type: "spki" }).toString(), /no certificate but a public key/, /another file/],
			[new Uint8Array(spki), /no certificate but a public key/, /another file/],
			["hello", /no certificate: it is neither PEM nor DER/, /BEGIN CERTIFICATE/],
			[Buffer.alloc(2000, 7), /no certificate: it is neither PEM nor DER/, /BEGIN CERTIFICATE/],
			["-----BEGIN PKCS7-----\nMIIB\n-----END PKCS7-----", /but a PKCS#7 bundle/, /openssl pkcs7/],
		] as const) {
			assertRefused(() => certificatesIn(named(content)), "credential-invalid", what, next);
		}
		for (const content of [certificatePem, certificate]) {
			const inPlace = /FILE holds no private key but a certificate/;
			assertRefused(() => privateKeyIn(named(content)), "credential-invalid", inPlace, /PRIVATE KEY/);
		}
	});

	it("refuses a key with a passphrase, in PEM and in DER", () => {
		const protect = { cipher: "aes-256-cbc", passphrase: "x" } as const;
		for (const content of [
			key.export({ ...protect, format: "pem", type: "pkcs1" }).toString(),
			key.export({ ...protect, format: "pem", type: "pkcs8" }).toString(),
			new Uint8Array(key.export({ ...protect, format: "der", type: "pkcs8" })),
		]) {
			assertRefused(() => privateKeyIn(named(content)), "credential-invalid", /passphrase/, /openssl pkey/);
		}
	});

	it("refuses two that do not belong together, that are swapped, and a key that is not RSA, naming both", () => {
		const [{ certificatePem, privateKeyPem }, other] = pki.clients;
		const pair = (certificate: string, privateKey: string) => () =>
			keyPairIn(named(certificate, "CRT"), named(privateKey, "KEY"));
		const invalid = "credential-invalid";
		assertRefused(pair(certificatePem, other.privateKeyPem), invalid, /KEY is not the key .* in CRT/, /together/);
		assertRefused(pair(privateKeyPem, certificatePem), invalid, /CRT holds the private key and KEY/, /swap/);
		const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
		const pem = ec.export({ format: "pem", type: "sec1" }).toString();
		assertRefused(pair(certificatePem, pem), invalid, /KEY is of type ec/, /RSA key/);
	});

	it("refuses what is cut off or damaged, naming it", () => {
		const [{ certificatePem, privateKeyPem }] = pki.clients;
		const holes = (pem: string) => pem.replace(/(\n[^\n]{64}){3}\n/, "\n");
		const again = /again/;
		assertRefused(() => certificateOf(holes(certificatePem)), "file-invalid", /certificate in FILE is damaged/, again);
		assertRefused(() => keyOf(holes(privateKeyPem)), "file-invalid", /private key in FILE is damaged/, again);
		assertRefused(() => keyOf(privateKeyPem.slice(0, -40)), "file-invalid", /FILE: .* cut off/, again);
	});
});
