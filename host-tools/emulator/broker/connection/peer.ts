import type { TLSSocket } from "node:tls";

/** What the handshake says about a client. */
export interface Peer {
	/** SHA-256 of the certificate in hex, as AWS names certificates; undefined when the client presented none. */
	readonly certificateId: string | undefined;
	readonly certificateDer: Uint8Array;
	readonly ipAddress: string;
	/** The server name it asked for (SNI). */
	readonly domainName: string | undefined;
}

export function peerOf(socket: TLSSocket): Peer {
	const certificate = socket.getPeerX509Certificate();
	const servername = (socket as TLSSocket & { servername?: string | false }).servername;
	return {
		certificateId: certificate?.fingerprint256.replaceAll(":", "").toLowerCase(),
		certificateDer: certificate?.raw ?? new Uint8Array(),
		ipAddress: (socket.remoteAddress ?? "").replace(/^::ffff:/, ""),
		domainName: servername || undefined,
	};
}
