import { createHash, type webcrypto } from "node:crypto";
import type { IssuedCertificate } from "./pki.js";
import { x509 } from "./webcrypto.js";

/** Who signs: the root's key, under the issuer name the certificate asks for. */
export interface Authority {
	readonly certificate: x509.X509Certificate;
	readonly signingKey: webcrypto.CryptoKey;
}

export interface CertificateForm {
	readonly issuer: x509.Name;
	readonly subject: x509.Name;
	/** The subject's key, DER (SubjectPublicKeyInfo). */
	readonly publicKey: Uint8Array;
	/** ms since 1970, cut to whole seconds as X.509 has them */
	readonly notBefore: number;
	/** ms since 1970 */
	readonly notAfter: number;
	readonly extensions: x509.Extension[];
}

/** Signs with sha256WithRSAEncryption and a random serial number of 20 bytes. */
export async function sign(authority: Authority, form: CertificateForm): Promise<IssuedCertificate> {
	const notBefore = wholeSeconds(form.notBefore);
	const notAfter = wholeSeconds(form.notAfter);
	const certificate = await x509.X509CertificateGenerator.create({
		serialNumber: serialNumber(),
		issuer: form.issuer,
		subject: form.subject,
		publicKey: form.publicKey,
		notBefore: new Date(notBefore),
		notAfter: new Date(notAfter),
		signingKey: authority.signingKey,
		extensions: form.extensions,
	});
	const certificateId = createHash("sha256").update(new Uint8Array(certificate.rawData)).digest("hex");
	return { certificateId, certificatePem: `${certificate.toString("pem").trim()}\n`, notBefore, notAfter };
}

/** 20 bytes, positive, without a leading zero that DER would drop. */
export function serialNumber(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(20));
	bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
	return Buffer.from(bytes).toString("hex");
}

function wholeSeconds(milliseconds: number): number {
	return Math.floor(milliseconds / 1000) * 1000;
}
