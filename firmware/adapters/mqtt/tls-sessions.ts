import type { MqttOptions } from "../../ports/mqtt-client.js";
import { equalBytes } from "./equal-bytes.js";

/** Oldest session that is offered again (RFC 5246 section F.1.4 advises 24 hours), ms. */
const longestAge = 24 * 3_600_000;

interface TlsSession {
	readonly id: ArrayBuffer;
	readonly secret: unknown;
	/** ms since 1970 */
	readonly verifiedAt: number;
	/** ms since 1970; the end of the server's shortest-lived certificate */
	readonly verifiedUntil: number;
}

/** Whose session it is. Not the private key: a claim's is not kept longer than the claim. */
type Parties = Pick<MqttOptions, "host" | "port" | "clientId" | "certificate" | "rootCa">;

/**
 * The last TLS session, so that a reconnection needs no RSA and no ECDHE where the server remembers it too. It belongs to one server, one root CA
 * and one certificate of ours: a claim's session never serves the identity made from it.
 */
export class TlsSessions {
	#kept: { readonly session: TlsSession; readonly parties: Parties } | undefined;

	/** What one connection knows of sessions. It takes the kept one out, so that a try that fails is followed by a full handshake. */
	forConnection(options: MqttOptions): ConnectionSessions {
		const kept = this.#kept;
		this.#kept = undefined;
		const { host, port, clientId, certificate, rootCa } = options;
		const parties = { host, port, clientId, certificate, rootCa };
		const offered = kept !== undefined && areSame(kept.parties, parties) ? kept.session : undefined;
		return new ConnectionSessions(offered, (session) => {
			this.#kept = { session, parties };
		});
	}
}

/** Stands in for the SDK's `ssl/cache`, which knows only the server's name. */
export class ConnectionSessions {
	readonly #offered: TlsSession | undefined;
	readonly #keep: (session: TlsSession) => void;
	#verifiedUntil: number | undefined;
	#agreed: TlsSession | undefined;

	constructor(offered: TlsSession | undefined, keep: (session: TlsSession) => void) {
		this.#offered = offered;
		this.#keep = keep;
	}

	/** The server's certificates verified, and are in date until then, ms since 1970. */
	verified(until: number): void {
		this.#verifiedUntil = until;
	}

	/** CONNACK arrived: the session is worth keeping. */
	confirm(): void {
		if (this.#agreed !== undefined) this.#keep(this.#agreed);
	}

	/** Called by the SDK before ClientHello. */
	getByHost(_host: string): { id: ArrayBuffer; secret: unknown } | undefined {
		const offered = this.#offered;
		const now = Date.now();
		if (offered === undefined || now < offered.verifiedAt || now >= offered.verifiedUntil) return undefined;
		return now - offered.verifiedAt < longestAge ? { id: offered.id, secret: offered.secret } : undefined;
	}

	/** Called by the SDK when the handshake is over; without `verified` before it, this was a resumption. */
	saveSession(_host: string, id: ArrayBuffer, secret: unknown): void {
		const verifiedUntil = this.#verifiedUntil;
		if (verifiedUntil !== undefined) this.#agreed = { id, secret, verifiedAt: Date.now(), verifiedUntil };
		else if (this.#offered !== undefined) this.#agreed = { ...this.#offered, id, secret };
	}

	/** Called by the SDK when the server declined: nothing to do, the session is taken out already. */
	deleteSessionID(_id: ArrayBuffer): void {}
}

function areSame(one: Parties, other: Parties): boolean {
	return (
		one.host === other.host &&
		one.port === other.port &&
		one.clientId === other.clientId &&
		equalBytes(one.certificate, other.certificate) &&
		equalBytes(one.rootCa, other.rootCa)
	);
}
