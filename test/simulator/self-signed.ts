import "reflect-metadata";
import { randomBytes } from "node:crypto";
import {
	AuthorityKeyIdentifierExtension,
	BasicConstraintsExtension,
	SubjectAlternativeNameExtension,
	SubjectKeyIdentifierExtension,
	X509CertificateGenerator,
} from "@peculiar/x509";
import type { ServerIdentity } from "./hostile-servers.js";

const algorithm = {
	name: "RSASSA-PKCS1-v1_5",
	hash: "SHA-256",
	modulusLength: 2048,
	publicExponent: Uint8Array.of(1, 0, 1),
};
const hourMs = 3_600_000;

/** A server that vouches for itself, as localhost and 127.0.0.1; good for an hour. */
export async function issueSelfSigned(commonName: string): Promise<ServerIdentity> {
	const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
	const certificate = await X509CertificateGenerator.createSelfSigned({
		serialNumber: randomBytes(8).toString("hex"),
		name: `CN=${commonName}`,
		notBefore: new Date(Date.now() - hourMs),
		notAfter: new Date(Date.now() + hourMs),
		signingAlgorithm: algorithm,
		keys,
		extensions: [
			new BasicConstraintsExtension(true, undefined, true),
			new SubjectAlternativeNameExtension([
				{ type: "dns", value: "localhost" },
				{ type: "ip", value: "127.0.0.1" },
			]),
			await SubjectKeyIdentifierExtension.create(keys.publicKey),
			await AuthorityKeyIdentifierExtension.create(keys.publicKey),
		],
	});
	const der = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey));
	const key = `-----BEGIN PRIVATE KEY-----\n${der.toString("base64")}\n-----END PRIVATE KEY-----\n`;
	return { cert: `${certificate.toString("pem")}\n`, key };
}
