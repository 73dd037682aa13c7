import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { type Authority, sign } from "./authority.js";
import { elementsIn } from "./der.js";
import { distinguishedName } from "./distinguished-name.js";
import { authority, keyUsage, subjectKeyIdentifier } from "./extensions.js";
import type { KeyPool } from "./key-pool.js";
import { readPem, writePem } from "./pem-files.js";

const day = 24 * 3600 * 1000;
const lifetime = 20 * 365 * day;

export type RootCa = Authority & { readonly pem: string };

const name = distinguishedName(
	["O", "thingsmith"],
	["OU", "AWS IoT emulator on this machine, not AWS"],
	["CN", "thingsmith local emulator root CA"],
);

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
		return rootOf(pem, keyPem);
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
	const publicKey = createPublicKey(keyPem).export({ type: "spki", format: "der" });
	const { certificatePem: pem } = await sign(
		{ signingKey: createPrivateKey(keyPem) },
		{
			issuer: name,
			subject: name,
			publicKey,
			notBefore: now - day,
			notAfter: now + lifetime,
			extensions: [authority(0), keyUsage("keyCertSign", "cRLSign"), subjectKeyIdentifier(publicKey)],
		},
	);
	await writePem(directory, "root-ca.pem", pem);
	return rootOf(pem, keyPem);
}

/** Throws when the key is not RSA. */
function rootOf(pem: string, keyPem: string): RootCa {
	const signingKey = createPrivateKey(keyPem);
	if (signingKey.asymmetricKeyType !== "rsa") throw new Error("the key is not RSA");
	const certificate = new X509Certificate(pem);
	return {
		pem,
		name: subjectOf(certificate),
		publicKey: certificate.publicKey.export({ type: "spki", format: "der" }),
		notAfter: Date.parse(certificate.validTo),
		signingKey,
	};
}

/** Version, serial number, algorithm, issuer and validity stand before it. */
function subjectOf({ raw }: X509Certificate): Uint8Array {
	const [content] = elementsIn(raw);
	const subject = content && elementsIn(content.whole)[5];
	if (subject === undefined) throw new Error("the certificate has no subject");
	return subject.whole;
}
