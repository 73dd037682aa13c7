import { constants } from "node:crypto";
import { createServer, type Server, type TLSSocket } from "node:tls";
import type { Pki } from "../../pki/pki.js";
import { limits } from "../limits.js";

/**
 * AWS's suites of IoTSecurityPolicy_TLS13_1_2_2022_10 for an RSA server certificate, in OpenSSL's names
 * (docs/aws-behaviour.md, "TLS").
 */
export const cipherSuites = Object.freeze([
	"TLS_AES_128_GCM_SHA256",
	"TLS_AES_256_GCM_SHA384",
	"TLS_CHACHA20_POLY1305_SHA256",
	"ECDHE-RSA-AES128-GCM-SHA256",
	"ECDHE-RSA-AES128-SHA256",
	"ECDHE-RSA-AES128-SHA",
	"ECDHE-RSA-AES256-GCM-SHA384",
	"ECDHE-RSA-AES256-SHA384",
	"ECDHE-RSA-AES256-SHA",
	"AES128-GCM-SHA256",
	"AES128-SHA256",
	"AES128-SHA",
	"AES256-GCM-SHA384",
	"AES256-SHA256",
	"AES256-SHA",
]);

export interface TlsServerOptions {
	/**
	 * What may be spoken (ALPN), the best first; who asks for none of it gets no connection, who asks for nothing does. Any unless
	 * told otherwise.
	 */
	readonly protocols?: readonly string[];
	/** TLS 1.2 sessions are remembered by their id. Default false. */
	readonly resumeTlsSessions?: boolean;
	/** ms for the handshake; `limits.handshake` unless told otherwise. */
	readonly handshakeMs?: number | undefined;
}

/** TLS sessions remembered at once. */
const sessionLimit = 1000;

/**
 * A TLS server as AWS's: any client certificate whose key the client has, no names of authorities in the request for
 * it, and a full handshake each time unless told otherwise. Who the client is, is decided when CONNECT arrives
 * (docs/aws-behaviour.md, "Bad client certificates").
 */
export function createTlsServer(
	pki: Pick<Pki, "serverCertificatePem" | "serverKeyPem">,
	onConnection: (socket: TLSSocket) => void,
	{ protocols, resumeTlsSessions = false, handshakeMs = limits.handshake }: TlsServerOptions = {},
): Server {
	const server = createServer(
		{
			key: pki.serverKeyPem,
			cert: pki.serverCertificatePem,
			requestCert: true,
			rejectUnauthorized: false,
			minVersion: "TLSv1.2",
			ciphers: cipherSuites.join(":"),
			honorCipherOrder: true,
			secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
			handshakeTimeout: handshakeMs,
			noDelay: true,
			...(protocols && {
				ALPNCallback: ({ protocols: offered }) => protocols.find((name) => offered.includes(name)),
			}),
		},
		onConnection,
	);
	if (resumeTlsSessions) rememberSessions(server);
	return server;
}

function rememberSessions(server: Server): void {
	const sessions = new Map<string, Buffer>();
	server.on("newSession", (id: Buffer, session: Buffer, done: () => void) => {
		const [oldest] = sessions.keys();
		if (oldest !== undefined && sessions.size >= sessionLimit) sessions.delete(oldest);
		sessions.set(id.toString("hex"), session);
		done();
	});
	server.on("resumeSession", (id: Buffer, done: (error: Error | null, session: Buffer | null) => void) => {
		done(null, sessions.get(id.toString("hex")) ?? null);
	});
}
