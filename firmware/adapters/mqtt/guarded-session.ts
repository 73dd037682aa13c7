import Session, { type SessionOptions } from "ssl/session/419";
import { DeviceError } from "../../ports/errors.js";
import type GuardedTcp from "./guarded-tcp.js";
import { RecordReader, type RecordSource } from "./record-reader.js";
import { ServerCertificates } from "./server-certificates.js";
import { ServerFlight } from "./server-flight.js";
import type { ConnectionSessions } from "./tls-sessions.js";

/** What a server says of a client's certificate (RFC 5246 section 7.2): bad_certificate to certificate_unknown, unknown_ca, access_denied. */
const certificateAlerts: readonly number[] = Object.freeze([42, 43, 44, 45, 46, 48, 49]);

/**
 * The SDK's TLS session, which reports failures by throwing from inside socket and timer callbacks. Here they fail the connection
 * of the socket at hand. Server certificates are verified by ServerCertificates, the order of what a server sends by ServerFlight.
 */
export default class GuardedSession extends Session {
	readonly #flight = new ServerFlight();
	readonly #records = new RecordReader();

	constructor(options: SessionOptions & { readonly sessions: ConnectionSessions }) {
		// Without a root: the SDK would check its dates here, from a callback that keeps no reason.
		super({ ...options, certificate: undefined });
		const { sessions } = options;
		this.certificateManager = new ServerCertificates(options, (until) => sessions.verified(until));
		this.cacheManager = sessions;
	}

	override readPacket(socket: GuardedTcp & RecordSource): Uint8Array | undefined {
		const record = this.#records.take(socket);
		if (record === undefined) return undefined;
		this.#flight.take(record, this);
		// The SDK would compare ids again at the end, and throws on a server that has none.
		if (this.#flight.isFull) this.clientSessionID = undefined;
		return record;
	}

	override handshake(socket: GuardedTcp): boolean {
		if (socket.guard.ended) return false;
		try {
			const finished = socket.gather(() => super.handshake(socket));
			// After close_notify the SDK calls the handshake finished; the next write would leave in clear text.
			if (this.alert !== undefined) {
				socket.guard.fail("closed by the server");
				return false;
			}
			return finished;
		} catch (thrown) {
			socket.guard.fail(this.#reason(thrown));
			return false;
		}
	}

	override read(socket: GuardedTcp): Uint8Array | null | undefined {
		if (socket.guard.ended) return undefined;
		try {
			return super.read(socket);
		} catch (thrown) {
			socket.guard.fail(this.#reason(thrown));
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

	#reason(thrown: unknown): unknown {
		const description = this.alert?.description;
		if (description === undefined || !certificateAlerts.includes(description)) return thrown;
		return new DeviceError("connection-refused", `The server refused the device's certificate: alert ${description}`);
	}
}
