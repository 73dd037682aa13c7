import assert from "node:assert/strict";
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readCredentialFiles } from "../../../../host-tools/board/identity/credential-files.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";
import { type TestPki, testPki } from "../../../support/test-pki.js";
import { textDamages } from "../../../support/text-damage.js";

const directories = new TemporaryDirectories();

describe("readCredentialFiles", () => {
	let pki: TestPki;
	let directory: string;

	before(async () => {
		pki = await testPki();
	});
	beforeEach(async () => {
		directory = await directories.make();
	});
	afterEach(directories.remove);

	async function file(name: string, content: string | Uint8Array): Promise<string> {
		const path = join(directory, name);
		await writeFile(path, content);
		return path;
	}

	const readPair = async (certificate: string | Uint8Array, privateKey: string | Uint8Array) =>
		readCredentialFiles({
			certificate: await file("cert.pem", certificate),
			privateKey: await file("key.pem", privateKey),
		});
	const readOne = async (content: string | Uint8Array, now?: Date) =>
		readCredentialFiles({ credential: await file("credential", content) }, now);

	function aws(more: object = {}): string {
		const [{ certificatePem, privateKeyPem }] = pki.clients;
		return JSON.stringify({
			certificateId: "x",
			certificatePem,
			keyPair: { PublicKey: "p", PrivateKey: privateKeyPem },
			...more,
		});
	}

	it("reads a certificate and its key, PKCS#1 or PKCS#8, with damaged line ends, in UTF-16 and after a byte order mark", async () => {
		const [{ certificatePem, privateKeyPem, certificate, privateKey }] = pki.clients;
		const pkcs8 = createPrivateKey(privateKeyPem).export({ format: "pem", type: "pkcs8" }).toString();
		const utf16 = Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(certificatePem, "utf16le")]);
		for (const [first, second] of [
			[certificatePem, privateKeyPem],
			[certificatePem.replaceAll("\n", "\\n"), pkcs8.replaceAll("\n", " ")],
			[utf16, `\ufeff${pkcs8}`],
		] as const) {
			const credential = await readPair(first, second);
			assert.deepEqual(credential.certificate, certificate);
			assert.deepEqual(credential.privateKey, privateKey);
			assert.match(credential.certificateId, /^[0-9a-f]{64}$/);
			assert.equal(credential.claimExpiresAt, undefined);
		}
		assert.deepEqual((await readOne(privateKeyPem + certificatePem)).privateKey, privateKey);
	});

	it("reads what the AWS CLI prints, of either version, for a claim and for keys and certificate", async () => {
		const [{ privateKey }] = pki.clients;
		const expiration = "2099-07-28T14:31:32-07:00";
		const claim = await readOne(aws({ expiration }));
		assert.equal(claim.claimExpiresAt, Date.parse(expiration));
		assert.deepEqual(claim.privateKey, privateKey);
		const seconds = Date.parse(expiration) / 1000;
		assert.equal((await readOne(aws({ expiration: seconds }))).claimExpiresAt, Date.parse(expiration));
		assert.equal((await readOne(aws({ certificateArn: "arn" }))).claimExpiresAt, undefined);
	});

	/** The CLI's formats besides JSON, with what it prints for a claim (`expiration`) or for keys and certificate. */
	const formats: Readonly<Record<string, (pem: string, key: string, expiration: string | undefined) => string>> = {
		yaml: (pem, key, expiration) =>
			[
				`certificateId: ${"a".repeat(64)}`,
				`certificatePem: ${JSON.stringify(pem)}`,
				...(expiration === undefined ? [] : [`expiration: '${expiration}'`]),
				`keyPair:\n  PrivateKey: ${JSON.stringify(key)}\n  PublicKey: "-----BEGIN PUBLIC KEY-----\\nMIIB\\n-----END PUBLIC KEY-----\\n"\n`,
			].join("\n"),
		text: (pem, key, expiration) =>
			`${expiration === undefined ? "arn:aws:iot:us-east-1:1:cert/a\t" : ""}${"a".repeat(64)}\t${pem}${expiration === undefined ? "" : `\t${expiration}`}\nKEYPAIR\t${key}\t-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n\n`,
		table: (pem, key, expiration) =>
			`-----------------\n|  CreateProvisioningClaim  |\n+----------------+---+\n|  certificatePem|  ${pem}  |\n${expiration === undefined ? "" : `|  expiration    |  ${expiration}  |\n`}+---+\n||  keyPair  ||\n||  PrivateKey|  ${key}  ||\n`,
		"prompts around": (pem, key, expiration) =>
			`$ aws iot create-provisioning-claim --template-name t\n${JSON.stringify({ certificatePem: pem, keyPair: { PrivateKey: key }, expiration }, undefined, 4)}\n$ `,
	};

	for (const [format, print] of Object.entries(formats)) {
		it(`reads what the AWS CLI prints as ${format}`, async () => {
			const [{ certificatePem, privateKeyPem, certificate, privateKey }] = pki.clients;
			const expiration = "2099-07-28T14:31:32-07:00";
			const claim = await readOne(print(certificatePem, privateKeyPem, expiration));
			assert.deepEqual([claim.certificate, claim.privateKey], [certificate, privateKey]);
			assert.equal(claim.claimExpiresAt, Date.parse(expiration));
			const own = await readOne(print(certificatePem, privateKeyPem, undefined));
			assert.deepEqual([own.privateKey, own.claimExpiresAt], [privateKey, undefined]);
		});
	}

	it("reads a bootstrap file's claim, and not its root CA", async () => {
		const [{ certificatePem, privateKeyPem, certificate }] = pki.clients;
		const expiresAt = "2099-07-28T14:31:32.000Z";
		const claim = { certificatePem, privateKeyPem, expiresAt };
		const credential = await readOne(JSON.stringify({ version: 1, rootCa: pki.rootCaPem, claim }));
		assert.deepEqual(credential.certificate, certificate);
		assert.equal(credential.claimExpiresAt, Date.parse(expiresAt));
	});

	it("takes the key that a certificate's own file holds, and else leaves it to the device", async () => {
		const [{ certificatePem, privateKeyPem, privateKey }] = pki.clients;
		const read = async (content: string) =>
			readCredentialFiles({ certificate: await file("cert.pem", content), privateKey: undefined });
		assert.deepEqual((await read(certificatePem + privateKeyPem)).privateKey, privateKey);
		for (const chain of [certificatePem, certificatePem + pki.rootCaPem, pki.rootCaPem + certificatePem]) {
			const own = await read(chain);
			assert.deepEqual([own.certificate, own.privateKey], [pki.clients[0].certificate, undefined]);
		}
		await assert.rejects(read(privateKeyPem), refused("credential-invalid", /no certificate but a private key/));
	});

	it("reads what claim create --out writes, by its note", async () => {
		const [{ certificatePem, privateKeyPem, certificate }] = pki.clients;
		const expiresAt = "2099-07-28T14:31:32.000Z";
		await file("t-1.claim-certificate.pem", certificatePem);
		const note = await file("t-1.claim.json", JSON.stringify({ templateName: "t", certificateId: "1", expiresAt }));
		await assert.rejects(readCredentialFiles({ credential: note }), { code: "file-missing", message: /private-key/ });
		await file("t-1.claim-private-key.pem", privateKeyPem);
		const claim = await readCredentialFiles({ credential: note });
		assert.deepEqual([claim.certificate, claim.claimExpiresAt], [certificate, Date.parse(expiresAt)]);
	});

	it("reads the certificate and the key of a macro, of strings side by side, and in DER", async () => {
		const [{ certificatePem, privateKeyPem, certificate, privateKey }] = pki.clients;
		for (const how of ["C macro", "C strings side by side"]) {
			const spoil = textDamages[how] as (text: string) => string;
			const credential = await readPair(spoil(certificatePem), spoil(privateKeyPem));
			assert.deepEqual([credential.certificate, credential.privateKey], [certificate, privateKey], how);
		}
		assert.deepEqual((await readPair(certificate, privateKey)).privateKey, privateKey);
	});

	const refused = (code: string, message: RegExp) => (error: { code: string; message: string; next?: string }) => {
		assert.equal(error.code, code, error.message);
		assert.match(error.message, message);
		assert.ok(error.next, "says what to do");
		assert.equal(/MII|BEGIN RSA/.test(error.message + error.next), false, "quotes nothing");
		return true;
	};

	it("says that two files are swapped, and what a file holds instead of what it should", async () => {
		const [{ certificatePem, privateKeyPem }] = pki.clients;
		await assert.rejects(
			readPair(privateKeyPem, certificatePem),
			refused("credential-invalid", /key\.pem the certificate/),
		);
		await assert.rejects(
			readPair(certificatePem, certificatePem),
			refused("credential-invalid", /--private-key .*key\.pem holds no private key but a certificate/),
		);
		await assert.rejects(readPair(privateKeyPem, privateKeyPem), refused("credential-invalid", /no certificate but/));
		await assert.rejects(readPair("nothing", privateKeyPem), refused("credential-invalid", /neither PEM nor DER/));
	});

	it("refuses the key of another certificate, a key that is no RSA key, and one with a passphrase", async () => {
		const [{ certificatePem, privateKeyPem }, other] = pki.clients;
		await assert.rejects(
			readPair(certificatePem, other.privateKeyPem),
			refused("credential-invalid", /not the key of/),
		);
		const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
		for (const type of ["sec1", "pkcs8"] as const) {
			const pem = privateKey.export({ format: "pem", type }).toString();
			await assert.rejects(readPair(certificatePem, pem), refused("credential-invalid", /is of type ec/));
		}
		const protect = { format: "pem", cipher: "aes-256-cbc", passphrase: "x" } as const;
		for (const type of ["pkcs1", "pkcs8"] as const) {
			const pem = createPrivateKey(privateKeyPem)
				.export({ ...protect, type })
				.toString();
			await assert.rejects(readPair(certificatePem, pem), refused("credential-invalid", /passphrase/));
		}
	});

	it("refuses what is expired, and what is not valid yet", async () => {
		const expiration = "2030-01-01T00:00:00Z";
		await assert.rejects(
			readOne(aws({ expiration }), new Date(expiration)),
			refused("credential-expired", /claim expired at 2030/),
		);
		await assert.rejects(
			readOne(aws(), new Date("2100-01-01T00:00:00Z")),
			refused("credential-expired", /certificate expired/),
		);
		await assert.rejects(
			readOne(aws(), new Date("2000-01-01T00:00:00Z")),
			refused("credential-invalid", /not valid before/),
		);
	});

	it("refuses damaged files, JSON of another kind, and files that are not there", async () => {
		const [{ certificatePem, privateKeyPem }] = pki.clients;
		const cut = (pem: string) => pem.replace(/(\n[^\n]{64}){3}\n/, "\n");
		await assert.rejects(
			readPair(cut(certificatePem), privateKeyPem),
			refused("file-invalid", /certificate in .* is damaged/),
		);
		await assert.rejects(
			readPair(certificatePem, cut(privateKeyPem)),
			refused("file-invalid", /private key in .* is damaged/),
		);
		await assert.rejects(readPair(certificatePem.slice(0, -20), privateKeyPem), refused("file-invalid", /END line/));
		await assert.rejects(readOne('{"certificatePem":"SECRET"'), refused("credential-invalid", /no certificate/));
		await assert.rejects(readOne('{"version":1}'), refused("credential-invalid", /--credential .* no certificate/));
		await assert.rejects(readOne(aws({ expiration: "soon" })), refused("file-invalid", /"expiration"/));
		await assert.rejects(readCredentialFiles({ credential: join(directory, "none") }), { code: "file-missing" });
	});
});
