import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import fc from "fast-check";
import { readPem, writePem } from "../../../../firmware/core/encoding/pem.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";

const secret = "c2VjcmV0LXNlY3JldA";
const begin = "-----BEGIN RSA PRIVATE KEY-----";
const end = "-----END RSA PRIVATE KEY-----";

describe("PEM", () => {
	it("is read as node:crypto reads it", () => {
		for (const pem of rootCertificates.slice(0, 20)) {
			const { label, der } = readPem(pem, nodeTextCodec);
			assert.equal(label, "CERTIFICATE");
			assert.deepEqual(Buffer.from(der), new X509Certificate(pem).raw);
		}
	});

	it("survives writing and reading, in lines of 64 characters", () => {
		fc.assert(
			fc.property(
				fc.uint8Array({ maxLength: 400 }),
				fc.constantFrom("CERTIFICATE", "RSA PRIVATE KEY"),
				(der, label) => {
					const text = writePem(label, der, nodeTextCodec);
					assert.ok(text.split("\n").every((line) => line.length <= 64));
					assert.ok(text.endsWith(`-----END ${label}-----\n`));
					const read = readPem(text, nodeTextCodec);
					assert.deepEqual([read.label, [...read.der]], [label, [...der]]);
				},
			),
		);
	});

	it("may have CRLF lines, indented lines, and text around it; the first block counts", () => {
		const text = `Key:\r\n${begin}\r\n  Zm9v\r\nYmFy  \r\n${end}\r\n-----BEGIN X-----\nAAAA\n-----END X-----`;
		const { label, der } = readPem(text, nodeTextCodec);
		assert.equal(label, "RSA PRIVATE KEY");
		assert.equal(Buffer.from(der).toString(), "foobar");
	});

	for (const [what, text] of Object.entries({
		"no BEGIN line": secret,
		"no END line": `${begin}\n${secret}==\n`,
		"another END line": `${begin}\n${secret}==\n-----END CERTIFICATE-----\n`,
		"characters outside base64": `${begin}\n${secret}!!\n${end}\n`,
		"missing padding": `${begin}\n${secret}\n${end}\n`,
	})) {
		it(`with ${what} is reply-invalid, and the error does not quote it`, () => {
			assert.throws(
				() => readPem(text, nodeTextCodec),
				(error: Error & { code?: string; cause?: unknown }) =>
					error.code === "reply-invalid" && !error.message.includes(secret) && error.cause === undefined,
			);
		});
	}
});
