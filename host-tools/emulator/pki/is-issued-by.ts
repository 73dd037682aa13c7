import type { X509Certificate } from "node:crypto";

/** Whether the key of `issuer` signed `certificate`, which names it as its issuer. Validity is not looked at. */
export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
	if (certificate.issuer !== issuer.subject) return false;
	try {
		return certificate.verify(issuer.publicKey);
	} catch {
		// A key or an algorithm that OpenSSL does not know.
		return false;
	}
}
