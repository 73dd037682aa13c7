import type { X509Certificate } from "node:crypto";
import { isIP, type Socket } from "node:net";
import { type ConnectionOptions, connect, type TLSSocket, type TLSSocketOptions } from "node:tls";
import { throwIfInterrupted } from "../../base/interruption.js";
import { systemErrorCode } from "../../base/tool-error.js";
import { chainOf } from "../account/presented-chain.js";
import { StepError } from "./step-error.js";
import { verifyChain } from "./verify-chain.js";

/** For a handshake, in ms. */
const handshakeMs = 5_000;

export interface HandshakeOptions {
	readonly host: string;
	/** The one that devices trust. */
	readonly rootCaPem: string;
	/** The only protocol that is asked for by ALPN. */
	readonly protocol?: string | undefined;
	readonly signal: AbortSignal;
	/** For the handshake, in ms; 5 s by default. */
	readonly handshakeMs?: number | undefined;
}

export interface Handshake {
	/** What the server showed, its own certificate first. */
	readonly chain: readonly X509Certificate[];
	/** Why it is not trusted, as Node and OpenSSL call it; undefined: it is. */
	readonly distrust: string | undefined;
	/** Of ALPN. */
	readonly protocol: string | undefined;
	/** E.g. TLSv1.3. */
	readonly version: string;
}

/**
 * A handshake on `tcp`, which it ends with, with the server's name and without a certificate of one's own. A server that is not trusted is a result,
 * because its certificate tells why. Rejects with StepError `tls-…`, or `interrupted`.
 */
export async function tlsHandshake(tcp: Socket, options: HandshakeOptions): Promise<Handshake> {
	const { host, rootCaPem, protocol, signal, handshakeMs: waitMs = handshakeMs } = options;
	throwIfInterrupted(signal);
	const asked: ConnectionOptions & Pick<TLSSocketOptions, "requestOCSP"> = {
		socket: tcp,
		host,
		// RFC 6066: an address is no server name.
		...(isIP(host) === 0 && { servername: host }),
		ca: rootCaPem,
		rejectUnauthorized: false,
		// For the event that comes with the server's certificate, before a server of TLS 1.2 has seen that we have none.
		requestOCSP: true,
		...(protocol !== undefined && { ALPNProtocols: [protocol] }),
	};
	const socket = connect(asked);
	let shown: Handshake["chain"] = [];
	socket.once("OCSPResponse", () => {
		shown = chainOf(socket.getPeerCertificate(true));
	});
	try {
		await new Promise<void>((resolve, reject) => {
			socket.setTimeout(waitMs, () => reject(silent(waitMs)));
			socket.once("secureConnect", resolve);
			socket.once("error", (error) => reject(explain(error)));
			socket.once("close", () => reject(hungUp()));
			signal.addEventListener("abort", () => reject(silent(waitMs)), { once: true });
		});
		return outcome(socket);
	} catch (error) {
		throwIfInterrupted(signal);
		if (shown.length === 0 || !wantsCertificate(error)) throw error;
		return { chain: shown, distrust: verifyChain(shown, options), protocol, version: "TLSv1.2" };
	} finally {
		socket.destroy();
		tcp.destroy();
	}
}

function outcome(socket: TLSSocket): Handshake {
	// Typed as an error; it is the error's code.
	const reason: unknown = socket.authorizationError;
	return {
		chain: chainOf(socket.getPeerCertificate(true)),
		distrust: socket.authorized ? undefined : String(reason),
		protocol: socket.alpnProtocol || undefined,
		version: socket.getProtocol() ?? "unknown",
	};
}

/** A server of TLS 1.2 that has shown its certificate ends the handshake with whoever has none: that far all was well. */
function wantsCertificate(error: unknown): boolean {
	return error instanceof StepError && (error.code === "tls-refused" || error.code === "tls-cut");
}

const exclude = "have the endpoint's host excluded from inspection in firewall, proxy or virus scanner";

function explain(error: Error): StepError {
	const code = systemErrorCode(error) ?? "";
	if (/WRONG_VERSION|PACKET_LENGTH|HTTP_REQUEST|^EPROTO$/.test(code)) {
		const message = `what answers does not speak TLS (${code})`;
		const next = "see what listens there: a captive portal or proxy answers for others";
		return new StepError("tls", "tls-none", { message, next, cause: error });
	}
	if (/NO_APPLICATION_PROTOCOL/.test(code)) {
		const message = "the server does not speak MQTT on this port";
		const next = "use port 8883; of an endpoint of your own, see its domain configuration's application protocol";
		return new StepError("tls", "alpn-refused", { message, next, cause: error });
	}
	if (/ALERT/.test(code)) {
		const message = `the server ended the handshake (${code})`;
		const next = "see whether a device gets through, with its certificate: `thingsmith device monitor`";
		return new StepError("tls", "tls-refused", { message, next, cause: error });
	}
	return hungUp(error);
}

function hungUp(cause?: unknown): StepError {
	const message = "the connection was cut in the middle of the handshake: a firewall that looks into TLS does so";
	return new StepError("tls", "tls-cut", { message, next: exclude, cause });
}

function silent(waitMs: number): StepError {
	const message = `the connection opens, and no answer to the handshake comes within ${waitMs / 1000} s: a firewall or proxy holds it`;
	return new StepError("tls", "tls-silent", { message, next: exclude });
}
