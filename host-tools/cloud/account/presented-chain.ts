import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { connect, type DetailedPeerCertificate } from "node:tls";
import type { DataEndpoint } from "./data-endpoint.js";

/** How long an endpoint may take for its half of a handshake, in ms. */
const deadlineMs = 3_000;
/** Certificates of a chain; a server that sends more is not looked at further. */
const longestChain = 10;

/**
 * The certificates that an MQTT endpoint shows, its own first; undefined where this machine cannot look: it is not reached, or hangs up on
 * whoever has no certificate of its own, as TLS 1.2 does. Nothing is checked, and nothing is sent.
 */
export async function presentedChain({ host, port }: DataEndpoint): Promise<readonly X509Certificate[] | undefined> {
	// RFC 6066: an address is no server name.
	const servername = isIP(host) === 0 ? { servername: host } : {};
	const socket = connect({ host, port, rejectUnauthorized: false, ...servername });
	try {
		return await new Promise<readonly X509Certificate[] | undefined>((resolve) => {
			socket.setTimeout(deadlineMs, () => resolve(undefined));
			socket.on("error", () => resolve(undefined));
			socket.on("close", () => resolve(undefined));
			socket.once("secureConnect", () => resolve(chainOf(socket.getPeerCertificate(true))));
		});
	} finally {
		socket.destroy();
	}
}

/** The certificates of a handshake, the peer's own first; of a peer that sends too many, the others are not looked at. */
export function chainOf(first: DetailedPeerCertificate): readonly X509Certificate[] {
	const chain: X509Certificate[] = [];
	let next: DetailedPeerCertificate | undefined = first;
	// The last one issued itself, or its issuer was not sent.
	while (next?.raw !== undefined && chain.length < longestChain) {
		chain.push(new X509Certificate(next.raw));
		next = next.issuerCertificate === next ? undefined : next.issuerCertificate;
	}
	return chain;
}
