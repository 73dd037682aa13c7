import type { Connection, ConnectionListener, DisconnectReason } from "../../../broker/connections.js";
import type { EmulatorClock } from "../../../clock.js";

export interface PastConnection {
	readonly certificateId: string;
	readonly clientId: string;
	/** ms */
	readonly connectedAt: number;
	/** ms; undefined while it lasts. */
	readonly disconnectedAt: number | undefined;
	readonly reason: DisconnectReason | undefined;
}

/** Ours: connections that are remembered, in all and of one certificate. */
const mostConnections = 50_000;
const mostOfCertificate = 200;
/** ms; AWS looks back 31 days. */
const rememberedFor = 31 * 24 * 3600 * 1000;

type Entry = { -readonly [Key in keyof PastConnection]: PastConnection[Key] };

/** Who was connected with which certificate, and until when. In memory only: it begins anew with the emulator. */
export class ConnectionHistory implements ConnectionListener {
	readonly #clock: EmulatorClock;
	readonly #entries = new WeakMap<Connection, Entry>();
	/** certificateId → its connections, oldest first. The certificate that connected longest ago is the first. */
	readonly #ofCertificate = new Map<string, Entry[]>();
	#size = 0;

	constructor(clock: EmulatorClock) {
		this.#clock = clock;
	}

	connected(connection: Connection): void {
		const { certificateId, clientId } = connection;
		if (certificateId === undefined) return;
		const connectedAt = this.#clock.now();
		const entry: Entry = { certificateId, clientId, connectedAt, disconnectedAt: undefined, reason: undefined };
		this.#entries.set(connection, entry);
		const entries = this.#ofCertificate.get(certificateId) ?? [];
		this.#ofCertificate.delete(certificateId);
		this.#ofCertificate.set(certificateId, entries);
		entries.push(entry);
		this.#size += 1;
		this.#forgetOld(entries, connectedAt - rememberedFor);
		while (this.#size > mostConnections) this.#forgetOldestCertificate();
	}

	disconnected(connection: Connection, reason: DisconnectReason): void {
		const entry = this.#entries.get(connection);
		if (entry === undefined) return;
		entry.disconnectedAt = this.#clock.now();
		entry.reason = reason;
	}

	certificateIds(): readonly string[] {
		return [...this.#ofCertificate.keys()];
	}

	/** Newest first; those that lasted at some time of the window. */
	ofCertificate(
		certificateId: string,
		{ from, to }: { readonly from: number; readonly to: number },
	): readonly PastConnection[] {
		return (this.#ofCertificate.get(certificateId) ?? [])
			.filter(({ connectedAt, disconnectedAt = to }) => connectedAt <= to && disconnectedAt >= from)
			.reverse();
	}

	#forgetOld(entries: Entry[], before: number): void {
		const isOld = ({ disconnectedAt }: Entry) => disconnectedAt !== undefined && disconnectedAt < before;
		let old = 0;
		for (const entry of entries) {
			if (entries.length - old <= mostOfCertificate && !isOld(entry)) break;
			old += 1;
		}
		entries.splice(0, old);
		this.#size -= old;
	}

	#forgetOldestCertificate(): void {
		const oldest = this.#ofCertificate.entries().next().value;
		if (oldest === undefined) return;
		this.#ofCertificate.delete(oldest[0]);
		this.#size -= oldest[1].length;
	}
}
