import { createPublicKey, type KeyObject } from "node:crypto";
import { AwsError } from "../aws-error.js";
import { checkPublicKey } from "./check-public-key.js";
import type { x509 } from "./webcrypto.js";

/** Characters of a CSR (API model: CertificateSigningRequest). */
export const longestCsr = 4096;
export interface CsrContent {
	/** DER */
	readonly subject: Uint8Array;
	/** DER (SubjectPublicKeyInfo) */
	readonly publicKey: Uint8Array;
}

/**
 * What a certificate takes from a PKCS#10 request. Throws AwsError InvalidRequestException: malformed, too long, a signature
 * that is not the key's, RSA below 2048 bits, a curve other than P-256, P-384 and P-521.
 */
export async function parseCsr(pem: string): Promise<CsrContent> {
	if (pem.length > longestCsr) {
		throw invalid(`it has ${pem.length} characters, the limit is ${longestCsr}`);
	}
	const { request, content } = await decode(pem);
	checkKey(content.publicKey);
	if (!(await verify(request))) throw invalid("its signature is not that of its key");
	return content;
}

async function decode(pem: string): Promise<{ request: x509.Pkcs10CertificateRequest; content: CsrContent }> {
	const begin = /-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----/.test(pem);
	if (!begin) throw invalid("it is no PEM with BEGIN CERTIFICATE REQUEST");
	// The library takes longer to load than all else that the emulator needs to begin.
	const { x509 } = await import("./webcrypto.js");
	try {
		const text = pem.replaceAll("NEW CERTIFICATE REQUEST", "CERTIFICATE REQUEST").trim();
		const request = new x509.Pkcs10CertificateRequest(text);
		// The library decodes some of it only when it is asked for.
		return {
			request,
			content: {
				subject: new Uint8Array(request.subjectName.toArrayBuffer()),
				publicKey: new Uint8Array(request.publicKey.rawData),
			},
		};
	} catch {
		throw invalid("it cannot be decoded as PKCS#10");
	}
}

function checkKey(spki: Uint8Array): void {
	let key: KeyObject;
	try {
		key = createPublicKey({ key: Buffer.from(spki), type: "spki", format: "der" });
	} catch {
		throw invalid("its public key cannot be decoded");
	}
	try {
		checkPublicKey(key);
	} catch (error) {
		throw invalid((error as Error).message);
	}
}

async function verify(request: x509.Pkcs10CertificateRequest): Promise<boolean> {
	try {
		return await request.verify();
	} catch {
		// An algorithm that is not known, or a signature of the wrong form.
		return false;
	}
}

function invalid(why: string): AwsError {
	return new AwsError("InvalidRequestException", `Cannot use the certificate signing request: ${why}`);
}
