import { X509Certificate } from "node:crypto";
import { x509 } from "../../../../host-tools/emulator/pki/webcrypto.js";

/** What the shape of a certificate is made of, read by two independent parsers. */
export function readCertificate(pem: string) {
	const byNode = new X509Certificate(pem);
	const byPeculiar = new x509.X509Certificate(pem);
	return {
		byNode,
		der: byNode.raw,
		subject: byNode.subject.split("\n"),
		issuer: byNode.issuer.split("\n"),
		notBefore: Date.parse(byNode.validFrom),
		notAfter: Date.parse(byNode.validTo),
		serialBytes: byNode.serialNumber.length / 2,
		signatureAlgorithm: byPeculiar.signatureAlgorithm,
		/** OID, critical or not, value in hex: in the certificate's order. */
		extensions: [...byPeculiar.extensions].map(({ type, critical, value }) => ({
			type,
			critical,
			value: Buffer.from(value).toString("hex"),
		})),
	};
}

/** basicConstraints CA:FALSE and keyUsage digitalSignature, both critical, as DER. */
export const endEntityExtensions = [
	{ type: "2.5.29.19", critical: true, value: "3000" },
	{ type: "2.5.29.15", critical: true, value: "03020780" },
];
