import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import type { Reach } from "../reach.js";
import { sign } from "./authority.js";
import { distinguishedName } from "./distinguished-name.js";
import {
	alternativeNames,
	authorityKeyIdentifier,
	endEntity,
	keyUsage,
	serverAuthentication,
	subjectKeyIdentifier,
} from "./extensions.js";
import type { KeyPool } from "./key-pool.js";
import { readPem, writePem } from "./pem-files.js";
import type { RootCa } from "./root-ca.js";

const day = 24 * 3600 * 1000;
/** Long, so that the certificate also holds for a clock that a test moved by years. */
const lifetime = 10 * 365 * day;
const renewBefore = 30 * day;

export interface ServerIdentity {
	readonly certificatePem: string;
	/** PKCS#8 PEM */
	readonly keyPem: string;
}

export interface ServerIdentityOptions {
	readonly directory: string | undefined;
	readonly keys: KeyPool;
	readonly root: RootCa;
	/** ms since 1970 */
	readonly now: number;
	/** What the certificate holds besides localhost. */
	readonly reach?: Pick<Reach, "names" | "addresses"> | undefined;
}

/**
 * What the broker shows its clients: kept in `directory` (server.key, server.pem), made anew when missing, damaged, foreign, soon
 * expired or without one of the names.
 */
export async function openServerIdentity(options: ServerIdentityOptions): Promise<ServerIdentity> {
	const { directory, keys } = options;
	const certificatePem = await readPem(directory, "server.pem");
	const keyPem = await readPem(directory, "server.key");
	if (certificatePem !== undefined && keyPem !== undefined && isGood(certificatePem, keyPem, options)) {
		return { certificatePem, keyPem };
	}
	const identity = await issue((await keys.take()).privateKeyPem, options);
	await writePem(directory, "server.key", identity.keyPem);
	await writePem(directory, "server.pem", identity.certificatePem);
	return identity;
}

function isGood(certificatePem: string, keyPem: string, { root, now, reach }: ServerIdentityOptions): boolean {
	try {
		const certificate = new X509Certificate(certificatePem);
		return (
			certificate.checkPrivateKey(createPrivateKey(keyPem)) &&
			certificate.verify(new X509Certificate(root.pem).publicKey) &&
			Date.parse(certificate.validTo) > now + renewBefore &&
			(reach?.names ?? []).every((name) => certificate.checkHost(name) !== undefined) &&
			(reach?.addresses ?? []).every((address) => certificate.checkIP(address) !== undefined)
		);
	} catch {
		// Damaged PEM: nobody depends on this key, a new one does.
		return false;
	}
}

async function issue(privateKeyPem: string, { root, now, reach }: ServerIdentityOptions): Promise<ServerIdentity> {
	const publicKey = createPublicKey(privateKeyPem).export({ type: "spki", format: "der" });
	const { certificatePem } = await sign(root, {
		issuer: root.name,
		subject: distinguishedName(["CN", "localhost"]),
		publicKey,
		notBefore: now - day,
		notAfter: Math.min(now + lifetime, root.notAfter),
		extensions: [
			endEntity,
			keyUsage("digitalSignature", "keyEncipherment"),
			serverAuthentication,
			alternativeNames(["localhost", ...(reach?.names ?? [])], ["127.0.0.1", "::1", ...(reach?.addresses ?? [])]),
			subjectKeyIdentifier(publicKey),
			authorityKeyIdentifier(root.publicKey),
		],
	});
	const keyPem = createPrivateKey(privateKeyPem).export({ type: "pkcs8", format: "pem" }).toString();
	return { certificatePem, keyPem };
}
