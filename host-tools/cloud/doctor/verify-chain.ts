import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";

export interface VerifyOptions {
	readonly host: string;
	readonly rootCaPem: string;
	readonly now?: number;
}

/**
 * Why a chain, the server's own certificate first, is not of the root, the host or the time; undefined where it is. In OpenSSL's words, as a handshake would
 * have them: for one that the server ended before. Whether the server has the key is not known then.
 */
export function verifyChain(chain: readonly X509Certificate[], options: VerifyOptions): string | undefined {
	const { host, rootCaPem, now = Date.now() } = options;
	const [own] = chain;
	if (own === undefined) return "UNABLE_TO_GET_ISSUER_CERT";
	const path = pathTo(new X509Certificate(rootCaPem), chain);
	if (path === undefined) return "UNABLE_TO_GET_ISSUER_CERT_LOCALLY";
	if (path.some(({ validTo }) => now > Date.parse(validTo))) return "CERT_HAS_EXPIRED";
	if (path.some(({ validFrom }) => now < Date.parse(validFrom))) return "CERT_NOT_YET_VALID";
	const name = isIP(host) === 0 ? own.checkHost(host) : own.checkIP(host);
	return name === undefined ? "ERR_TLS_CERT_ALTNAME_INVALID" : undefined;
}

/** From the server's own certificate up to the one that the root has signed; what else the server sent is not looked at. */
function pathTo(root: X509Certificate, chain: readonly X509Certificate[]): readonly X509Certificate[] | undefined {
	const path: X509Certificate[] = [];
	for (const certificate of chain) {
		const below = path.at(-1);
		if (below !== undefined && !isSignedBy(below, certificate)) return undefined;
		path.push(certificate);
		if (certificate.fingerprint256 === root.fingerprint256 || isSignedBy(certificate, root)) return path;
	}
	return undefined;
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
	return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}
