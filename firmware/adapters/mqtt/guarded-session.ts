import Session from "ssl/session/419";
import type { Culprit } from "./connection-guard.js";
import type GuardedTcp from "./guarded-tcp.js";

/** Handshake message types of RFC 5246 section 7.4 and alerts of section 7.2. */
const serverHello = 2;
const closeNotify = 0;
/** bad_certificate to certificate_unknown, unknown_ca, access_denied: what a server says of a client's certificate. */
const certificateAlerts: readonly number[] = Object.freeze([42, 43, 44, 45, 46, 48, 49]);

/**
 * The SDK's TLS session, which reports failures by throwing from inside socket and timer callbacks. Here they fail the connection
 * of the socket at hand, with the knowledge of who is to blame. The manifest puts this class in the place of `ssl/session`.
 */
export default class GuardedSession extends Session {
	override handshake(socket: GuardedTcp): boolean {
		if (socket.guard.ended) return false;
		try {
			const finished = super.handshake(socket);
			// After close_notify the SDK calls the handshake finished; the next write would leave in clear text.
			if (this.alert !== undefined) {
				socket.guard.fail("closed by the server");
				return false;
			}
			return finished;
		} catch (thrown) {
			socket.guard.fail(thrown, this.#culprit());
			return false;
		}
	}

	override read(socket: GuardedTcp): Uint8Array | null | undefined {
		if (socket.guard.ended) return undefined;
		try {
			return super.read(socket);
		} catch (thrown) {
			socket.guard.fail(thrown, this.#culprit());
			return undefined;
		}
	}

	override write(socket: GuardedTcp, data: Uint8Array | ArrayBuffer, options?: { more?: boolean }): number {
		if (socket.guard.ended) return 0;
		try {
			return super.write(socket, data, options);
		} catch (thrown) {
			socket.guard.fail(thrown);
			return 0;
		}
	}

	#culprit(): Culprit {
		const { alert } = this;
		if (alert !== undefined && alert.description !== closeNotify) {
			return certificateAlerts.includes(alert.description) ? "client" : "unknown";
		}
		// The last message taken was the hello, so the one that threw was the server's certificate.
		return this.handshakeProcess === serverHello ? "server" : "unknown";
	}
}
