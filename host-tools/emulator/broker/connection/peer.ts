import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";

/** What a client's handshake, or its signed request to open a WebSocket, says about it. */
export interface Peer {
	/** Who signed with SigV4, as `<user id>:<user name>`: somebody of the account, whom no policy of certificates binds. */
	readonly user: string | undefined;
	/** SHA-256 of the certificate in hex, as AWS names certificates; undefined when the client presented none. */
	readonly certificateId: string | undefined;
	readonly certificateDer: Uint8Array;
	readonly ipAddress: string;
	readonly overTls: boolean;
	/** The server name it asked for (SNI). */
	readonly domainName: string | undefined;
	/** The request that it sent, where that is not signed. */
	readonly http: HttpFacts | undefined;
	/** The other ends of its connection. */
	readonly ends: SocketEnds;
}

export interface HttpFacts {
	/** By their names as they were sent. */
	readonly headers: Readonly<Record<string, string>>;
	/** With its question mark; empty where there is none. */
	readonly queryString: string;
}

export interface SocketEnds {
	readonly sourcePort: number;
	/** Address and port of the emulator. */
	readonly targetIp: string;
	readonly targetPort: number;
}

/** Who a connection over TLS is from. */
export function peerOf(socket: TLSSocket): Peer {
	const certificate = socket.getPeerX509Certificate();
	return {
		...wirePeer(socket),
		user: undefined,
		http: undefined,
		certificateId: certificate?.fingerprint256.replaceAll(":", "").toLowerCase(),
		certificateDer: certificate?.raw ?? new Uint8Array(),
	};
}

/** Somebody of the account, over whatever connection, whose certificate is of no account. */
export function userPeer(socket: Socket, user: string): Peer {
	return { ...wirePeer(socket), ...nobody, user };
}

/** Who sent a request with neither a certificate nor a signature. */
export function strangePeer({ socket, rawHeaders, url = "" }: IncomingMessage): Peer {
	const headers: Record<string, string> = {};
	for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers[rawHeaders[at] ?? ""] = rawHeaders[at + 1] ?? "";
	const mark = url.indexOf("?");
	return { ...wirePeer(socket), ...nobody, http: { headers, queryString: mark < 0 ? "" : url.slice(mark) } };
}

const nobody = {
	user: undefined,
	certificateId: undefined,
	certificateDer: new Uint8Array(),
	http: undefined,
};

function wirePeer(socket: Socket): Pick<Peer, "ipAddress" | "overTls" | "domainName" | "ends"> {
	const servername = socket instanceof TLSSocket && (socket as TLSSocket & { servername?: string | false }).servername;
	return {
		ipAddress: plain(socket.remoteAddress),
		overTls: socket instanceof TLSSocket,
		domainName: servername || undefined,
		ends: {
			sourcePort: socket.remotePort ?? 0,
			targetIp: plain(socket.localAddress),
			targetPort: socket.localPort ?? 0,
		},
	};
}

/** IPv4 also where IPv6 carries it. */
function plain(address = ""): string {
	return address.replace(/^::ffff:/, "");
}
