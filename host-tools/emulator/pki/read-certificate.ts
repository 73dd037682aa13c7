import { createHash, X509Certificate } from "node:crypto";
import { checkPublicKey } from "./check-public-key.js";
import type { IssuedCertificate } from "./pki.js";

const form = /^\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/;

/** One certificate in PEM, as the registry keeps it. Throws an Error that says what is wrong with it. */
export function readCertificate(certificatePem: string): IssuedCertificate {
	if (!form.test(certificatePem)) throw new Error("it is not one certificate in PEM");
	const certificate = parse(certificatePem);
	checkPublicKey(certificate.publicKey);
	return {
		certificateId: createHash("sha256").update(certificate.raw).digest("hex"),
		certificatePem: `${certificatePem.trim()}\n`,
		notBefore: Date.parse(certificate.validFrom),
		notAfter: Date.parse(certificate.validTo),
	};
}

function parse(pem: string): X509Certificate {
	try {
		return new X509Certificate(pem);
	} catch {
		throw new Error("it cannot be decoded as X.509");
	}
}
