import { createHash, X509Certificate } from "node:crypto";
import { checkPublicKey } from "./check-public-key.js";
import type { IssuedCertificate } from "./pki.js";

const form = /^\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/;

/** One certificate in PEM, as the registry keeps it. Throws an Error that says what is wrong with it. */
export function readCertificate(certificatePem: string): IssuedCertificate {
	return issuedOf(parseCertificate(certificatePem), `${certificatePem.trim()}\n`);
}

/** The same of what came without its PEM. */
export function readCertificateDer(certificate: X509Certificate): IssuedCertificate {
	return issuedOf(certificate, `${certificate.toString().trim()}\n`);
}

/** Throws an Error that says what is wrong when the text is not one certificate in PEM. */
export function parseCertificate(certificatePem: string): X509Certificate {
	if (!form.test(certificatePem)) throw new Error("it is not one certificate in PEM");
	try {
		return new X509Certificate(certificatePem);
	} catch {
		throw new Error("it cannot be decoded as X.509");
	}
}

function issuedOf(certificate: X509Certificate, certificatePem: string): IssuedCertificate {
	checkPublicKey(publicKeyOf(certificate));
	const notBefore = Date.parse(certificate.validFrom);
	const notAfter = Date.parse(certificate.validTo);
	if (Number.isNaN(notBefore) || Number.isNaN(notAfter)) throw new Error("its validity cannot be decoded");
	const certificateId = createHash("sha256").update(certificate.raw).digest("hex");
	return { certificateId, certificatePem, notBefore, notAfter };
}

function publicKeyOf(certificate: X509Certificate) {
	try {
		return certificate.publicKey;
	} catch {
		throw new Error("its public key cannot be decoded");
	}
}
