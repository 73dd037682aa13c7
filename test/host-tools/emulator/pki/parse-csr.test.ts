import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import fc from "fast-check";
import { AwsError } from "../../../../host-tools/emulator/aws-error.js";
import { EmulatorClock } from "../../../../host-tools/emulator/clock.js";
import { openPki } from "../../../../host-tools/emulator/pki/open-pki.js";
import { parseCsr } from "../../../../host-tools/emulator/pki/parse-csr.js";
import type { Pki } from "../../../../host-tools/emulator/pki/pki.js";
import { ec, makeCsr, rsa } from "./make-csr.js";
import { readCertificate } from "./read-certificate.js";

function refused(pattern: RegExp) {
	return (error: unknown) => {
		assert.ok(error instanceof AwsError, String(error));
		assert.equal(error.name, "InvalidRequestException");
		assert.match(error.message, pattern);
		return true;
	};
}

describe("A certificate signing request", () => {
	const clock = new EmulatorClock();
	let pki: Pki;
	before(async () => {
		pki = await openPki({ clock });
	});
	after(() => {
		pki.close();
		clock.close();
	});

	for (const [name, algorithm] of [
		["RSA 2048", rsa(2048)],
		["P-256", ec("P-256")],
		["P-384", ec("P-384")],
		["P-521", ec("P-521")],
	] as const) {
		it(`with a key of ${name} is answered with a certificate for that key`, async () => {
			const csr = await makeCsr(algorithm);
			const issued = await pki.issueFromCsr(csr.pem);
			const certificate = readCertificate(issued.certificatePem);
			assert.deepEqual(certificate.byNode.publicKey.export({ type: "spki", format: "der" }), csr.publicKey);
			assert.equal(certificate.byNode.verify(new X509Certificate(pki.rootCaPem).publicKey), true);
			assert.equal(certificate.notAfter, Date.UTC(2049, 11, 31, 23, 59, 59));
			assert.equal(certificate.issuer.length, 1);
			assert.equal("keyPair" in issued, false);
		});
	}

	it("gives its subject to the certificate unchanged, even an impossible one", async () => {
		const csr = await makeCsr(ec("P-256"), [
			{ C: [{ printableString: "Your Country" }] },
			{ O: [{ utf8String: "Größe" }], OU: [{ ia5String: "two values in one set" }] },
			{ "1.2.840.113549.1.9.1": [{ ia5String: "a@b" }] },
			{ CN: [{ bmpString: "device" }] },
		]);
		const { der } = readCertificate((await pki.issueFromCsr(csr.pem)).certificatePem);
		assert.ok(der.includes(csr.subject));
	});

	it("may be used again, for another certificate", async () => {
		const csr = await makeCsr(ec("P-256"));
		const [first, second] = [await pki.issueFromCsr(csr.pem), await pki.issueFromCsr(csr.pem)];
		assert.notEqual(first.certificateId, second.certificateId);
	});

	it("is refused when its RSA key is short", async () => {
		await assert.rejects(parseCsr((await makeCsr(rsa(1024))).pem), refused(/1024 bits/));
	});

	it("is refused when its key is of another kind", async () => {
		await assert.rejects(parseCsr((await makeCsr({ name: "Ed25519" })).pem), refused(/ed25519/));
	});

	it("is refused when it was signed by another key", async () => {
		const [one, other] = [await makeCsr(ec("P-256")), await makeCsr(ec("P-256"))];
		const der = Buffer.from(one.pem.replace(/-----.*-----|\s/g, ""), "base64");
		const at = der.indexOf(one.publicKey);
		assert.ok(at > 0);
		other.publicKey.copy(der, at);
		const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString("base64")}\n-----END CERTIFICATE REQUEST-----\n`;
		await assert.rejects(parseCsr(pem), refused(/signature is not that of its key/));
	});

	it("is refused when it has more than 4096 characters", async () => {
		const { pem } = await makeCsr(ec("P-256"));
		await assert.rejects(parseCsr(pem + "\n".repeat(4097)), refused(/limit is 4096/));
	});

	it("with any byte changed is refused, or means what it meant", async () => {
		const csr = await makeCsr(ec("P-256"));
		const lines = csr.pem.trim().split("\n");
		const body = Buffer.from(lines.slice(1, -1).join(""), "base64");
		let refusals = 0;
		await fc.assert(
			fc.asyncProperty(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
				const damaged = Buffer.from(body);
				damaged[at] = (damaged[at] ?? 0) ^ flip;
				const text = `${lines[0]}\n${damaged.toString("base64")}\n${lines.at(-1)}\n`;
				try {
					const { subject, publicKey } = await parseCsr(text);
					assert.deepEqual(Buffer.from(subject), csr.subject);
					assert.deepEqual(Buffer.from(publicKey), csr.publicKey);
				} catch (error) {
					refused(/^Cannot use the certificate signing request: /)(error);
					refusals += 1;
				}
			}),
			{ numRuns: 300 },
		);
		assert.ok(refusals > 250, `${refusals} of 300 refused`);
	});

	it("that is none is refused", async () => {
		const [begin, end] = ["-----BEGIN CERTIFICATE REQUEST-----", "-----END CERTIFICATE REQUEST-----"];
		await fc.assert(
			fc.asyncProperty(fc.string(), async (text) => {
				await assert.rejects(parseCsr(text), refused(/^Cannot use the certificate signing request: /));
				await assert.rejects(
					parseCsr(`${begin}\n${text}\n${end}`),
					refused(/^Cannot use the certificate signing request: /),
				);
			}),
		);
	});
});
