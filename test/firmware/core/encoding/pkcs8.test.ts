import assert from "node:assert/strict";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import { readPem } from "../../../../firmware/core/encoding/pem.js";
import { checkDerSequence, toPkcs8 } from "../../../../firmware/core/encoding/pkcs8.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";

describe("PKCS#8", () => {
	it("made of an RSA 2048 key in a PKCS#1 PEM is what node:crypto makes of it", () => {
		for (let key = 0; key < 3; key++) {
			const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
			const { label, der } = readPem(String(privateKey.export({ format: "pem", type: "pkcs1" })), nodeTextCodec);
			assert.equal(label, "RSA PRIVATE KEY");
			const expected = privateKey.export({ format: "der", type: "pkcs8" });
			assert.deepEqual(Buffer.from(toPkcs8(label, der)), expected);
		}
	});

	// Their lengths need one and two bytes less in DER than those of RSA 2048.
	for (const modulusLength of [512, 1024]) {
		it(`made of an RSA ${modulusLength} key is what node:crypto makes of it`, () => {
			const { privateKey } = generateKeyPairSync("rsa", { modulusLength });
			const pkcs1 = privateKey.export({ format: "der", type: "pkcs1" });
			const expected = privateKey.export({ format: "der", type: "pkcs8" });
			assert.deepEqual(Buffer.from(toPkcs8("RSA PRIVATE KEY", pkcs1)), expected);
		});
	}

	it("wraps short structures with lengths of one and two bytes", () => {
		const short = Uint8Array.of(0x30, 0x01, 0x00);
		const start = [
			0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
		];
		assert.deepEqual([...toPkcs8("RSA PRIVATE KEY", short)], [0x30, 0x17, ...start, 0x04, 0x03, ...short]);
		const longer = Uint8Array.from([0x30, 0x81, 0x80, ...new Array<number>(128).fill(1)]);
		const wrapped = [...toPkcs8("RSA PRIVATE KEY", longer)];
		assert.deepEqual(wrapped.slice(0, 24), [0x30, 0x81, 0x98, ...start, 0x04, 0x81, 0x83]);
	});

	it("is left as it is", () => {
		const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 512 });
		const der = privateKey.export({ format: "der", type: "pkcs8" });
		assert.deepEqual(Buffer.from(toPkcs8("PRIVATE KEY", der)), der);
	});

	it("is not made of another kind of key: the device has RSA only", () => {
		const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
		const der = privateKey.export({ format: "der", type: "sec1" });
		assert.throws(() => toPkcs8("EC PRIVATE KEY", der), { code: "reply-invalid", message: /EC PRIVATE KEY/ });
		assert.throws(() => toPkcs8("CERTIFICATE", der), { code: "reply-invalid" });
	});
});

describe("a DER SEQUENCE", () => {
	it("is accepted whole and refused cut short anywhere, or with something behind it", () => {
		const certificate = new X509Certificate(String(rootCertificates[0])).raw;
		checkDerSequence(certificate, "certificate");
		for (let length = 0; length < certificate.length; length += 1) {
			assert.throws(() => checkDerSequence(certificate.subarray(0, length), "certificate"), {
				code: "reply-invalid",
				message: /certificate/,
			});
		}
		assert.throws(() => checkDerSequence(Uint8Array.from([...certificate, 0]), "certificate"));
	});

	for (const [what, bytes] of Object.entries({
		"another tag": [0x31, 0x00],
		"a length that is not there": [0x30, 0x82, 0x01],
		"an indefinite length": [0x30, 0x80],
		"an absurd length": [0x30, 0xff, 0xff, 0xff, 0xff, 0xff],
	})) {
		it(`with ${what} is refused`, () => {
			assert.throws(() => checkDerSequence(Uint8Array.from(bytes), "key"), { code: "reply-invalid" });
		});
	}
});
