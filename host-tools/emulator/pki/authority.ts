import { createHash, type KeyObject, sign as signBytes } from "node:crypto";
import { promisify } from "node:util";
import { bitString, der, derNull, integer, objectId, sequence, time } from "./der.js";
import type { IssuedCertificate } from "./pki.js";

/** Who signs: the root's key, under the issuer name the certificate asks for. */
export interface Authority {
	/** Its own name, DER. */
	readonly name: Uint8Array;
	/** DER (SubjectPublicKeyInfo) */
	readonly publicKey: Uint8Array;
	/** ms since 1970: when its own certificate ends. */
	readonly notAfter: number;
	/** RSA */
	readonly signingKey: KeyObject;
}

export interface CertificateForm {
	/** DER */
	readonly issuer: Uint8Array;
	/** DER */
	readonly subject: Uint8Array;
	/** The subject's key, DER (SubjectPublicKeyInfo). */
	readonly publicKey: Uint8Array;
	/** ms since 1970, cut to whole seconds as X.509 has them */
	readonly notBefore: number;
	/** ms since 1970 */
	readonly notAfter: number;
	/** DER, see extensions.ts. */
	readonly extensions: readonly Uint8Array[];
}

const signInThreadPool = promisify(signBytes);
const sha256WithRsa = sequence(objectId("1.2.840.113549.1.1.11"), derNull);
const version3 = der(0xa0, integer(2));

/** Signs with sha256WithRSAEncryption, in the thread pool, and a random serial number of 20 bytes. */
export async function sign({ signingKey }: Pick<Authority, "signingKey">, form: CertificateForm) {
	const { issuer, subject, publicKey, extensions } = form;
	const [notBefore, notAfter] = [wholeSeconds(form.notBefore), wholeSeconds(form.notAfter)];
	const content = sequence(
		...[version3, serialNumber(), sha256WithRsa, issuer],
		...[sequence(time(notBefore), time(notAfter)), subject, publicKey],
		der(0xa3, sequence(...extensions)),
	);
	const signature = await signInThreadPool("sha256", content, signingKey);
	const certificate = sequence(content, sha256WithRsa, bitString(signature));
	const certificateId = createHash("sha256").update(certificate).digest("hex");
	const issued: IssuedCertificate = { certificateId, certificatePem: pemOf(certificate), notBefore, notAfter };
	return issued;
}

/** 20 bytes, positive, without a leading zero that DER would drop. */
function serialNumber(): Buffer {
	const bytes = crypto.getRandomValues(new Uint8Array(20));
	bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
	return integer(...bytes);
}

function wholeSeconds(milliseconds: number): number {
	return Math.floor(milliseconds / 1000) * 1000;
}

function pemOf(certificate: Buffer): string {
	const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
	return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
