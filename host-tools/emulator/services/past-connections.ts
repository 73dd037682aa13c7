import type { Connection, ConnectionListener, DisconnectReason } from "../broker/connections.js";
import type { EmulatorClock } from "../clock.js";

/** Ours: clients that are remembered after they left. */
const rememberedClients = 10_000;

/** What is kept of a connection: the connection itself holds on to its socket. */
export type ConnectionRecord = Pick<Connection, "clientId" | "certificateId" | "ipAddress" | "facts">;

export interface PastConnection {
	readonly connection: ConnectionRecord;
	/** ms, emulator time. */
	readonly disconnectedAt: number;
	readonly reason: DisconnectReason;
}

export interface PastConnectionsParts {
	readonly clock: EmulatorClock;
	/** Name of the thing that a connection is of. */
	readonly thingOf: (connection: Connection) => string | undefined;
}

/** The last connection of each client and of each thing, once it is over; forgotten when the emulator ends. */
export class PastConnections implements ConnectionListener {
	readonly #parts: PastConnectionsParts;
	readonly #ofClient = new Map<string, PastConnection>();
	/** Thing → the client id it last came with, where that is another name. */
	readonly #clientOfThing = new Map<string, string>();

	constructor(parts: PastConnectionsParts) {
		this.#parts = parts;
	}

	connected(connection: Connection): void {
		const thingName = this.#parts.thingOf(connection);
		if (thingName !== undefined && thingName !== connection.clientId) {
			put(this.#clientOfThing, thingName, connection.clientId);
		}
	}

	disconnected({ clientId, certificateId, ipAddress, facts }: Connection, reason: DisconnectReason): void {
		const connection = { clientId, certificateId, ipAddress, facts };
		put(this.#ofClient, clientId, { connection, reason, disconnectedAt: this.#parts.clock.now() });
	}

	of(clientId: string): PastConnection | undefined {
		return this.#ofClient.get(clientId);
	}

	/** The client id that the thing comes with. */
	clientIdOf(thingName: string): string {
		return this.#clientOfThing.get(thingName) ?? thingName;
	}
}

/** Forgets what was put longest ago. */
function put<V>(map: Map<string, V>, key: string, value: V): void {
	map.delete(key);
	map.set(key, value);
	const oldest = map.keys().next().value;
	if (map.size > rememberedClients && oldest !== undefined) map.delete(oldest);
}
