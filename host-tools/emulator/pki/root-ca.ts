import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { type Authority, serialNumber } from "./authority.js";
import type { KeyPool } from "./key-pool.js";
import { readPem, writePem } from "./pem-files.js";
import { importSigningKey, x509 } from "./webcrypto.js";

const day = 24 * 3600 * 1000;
const lifetime = 20 * 365 * day;

export type RootCa = Authority & { readonly pem: string };

const name = new x509.Name([
	{ O: [{ utf8String: "thingsmith" }] },
	{ OU: [{ utf8String: "AWS IoT emulator on this machine, not AWS" }] },
	{ CN: [{ utf8String: "thingsmith local emulator root CA" }] },
]);

/**
 * The root in `directory` (root-ca.key, root-ca.pem), made there when missing; a new one in memory without a directory.
 * Rejects when the files are damaged or do not belong together: a new root would silently cut off every device that trusts
 * the old one.
 */
export async function openRootCa(directory: string | undefined, keys: KeyPool, now: number): Promise<RootCa> {
	const keyPem = await readPem(directory, "root-ca.key");
	const pem = await readPem(directory, "root-ca.pem");
	if (pem === undefined) {
		// A key without a certificate is what a crash between the two writes leaves: nobody has seen its certificate yet.
		return createRootCa(directory, keyPem ?? (await createRootKey(directory, keys)), now);
	}
	try {
		if (keyPem === undefined) throw new Error("root-ca.key is missing");
		const certificate = new X509Certificate(pem);
		if (!certificate.checkPrivateKey(createPrivateKey(keyPem))) throw new Error("the key is not the certificate's");
		if (Date.parse(certificate.validTo) <= now) throw new Error(`the certificate expired ${certificate.validTo}`);
		return { pem, certificate: new x509.X509Certificate(pem), signingKey: await importSigningKey(keyPem) };
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new Error(
			`Cannot use the root CA in "${directory}" (root-ca.pem, root-ca.key): ${why}; restore the files, or remove both to get a new root that every device must be given`,
			{ cause },
		);
	}
}

async function createRootKey(directory: string | undefined, keys: KeyPool): Promise<string> {
	const { privateKeyPem } = await keys.take();
	await writePem(directory, "root-ca.key", privateKeyPem);
	return privateKeyPem;
}

async function createRootCa(directory: string | undefined, keyPem: string, now: number): Promise<RootCa> {
	const signingKey = await importSigningKey(keyPem);
	const publicKey = createPublicKey(keyPem).export({ type: "spki", format: "der" });
	const certificate = await x509.X509CertificateGenerator.create({
		serialNumber: serialNumber(),
		issuer: name,
		subject: name,
		publicKey,
		notBefore: new Date(now - day),
		notAfter: new Date(now + lifetime),
		signingKey,
		extensions: [
			new x509.BasicConstraintsExtension(true, 0, true),
			new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
			await x509.SubjectKeyIdentifierExtension.create(new x509.PublicKey(publicKey)),
		],
	});
	const pem = `${certificate.toString("pem").trim()}\n`;
	await writePem(directory, "root-ca.pem", pem);
	return { pem, certificate, signingKey };
}
