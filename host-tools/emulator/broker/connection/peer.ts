import type { TLSSocket } from "node:tls";

/** What a client's handshake, or its signed request to open a WebSocket, says about it. */
export interface Peer {
	/** Who signed with SigV4, as `<user id>:<user name>`: somebody of the account, whom no policy of certificates binds. */
	readonly user: string | undefined;
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
		user: undefined,
		certificateId: certificate?.fingerprint256.replaceAll(":", "").toLowerCase(),
		certificateDer: certificate?.raw ?? new Uint8Array(),
		ipAddress: (socket.remoteAddress ?? "").replace(/^::ffff:/, ""),
		domainName: servername || undefined,
	};
}
