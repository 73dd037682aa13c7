import { randomUUID } from "node:crypto";
import type { Connection, ConnectionListener, DisconnectReason } from "../../broker/connections.js";
import type { EmulatorClock } from "../../clock.js";

/** ms offline after which the numbers of a client id's sessions start again. */
const numbersKeptFor = 3_600_000;
/** Ours: client ids whose sessions are numbered. */
const rememberedClientIds = 10_000;

export interface LifecycleEventsParts {
	readonly clock: EmulatorClock;
	/** Hands a topic and a JSON payload to the broker. */
	readonly publish: (topic: string, payload: Buffer) => void;
	/** Name of the thing that a certificate has exclusively. */
	readonly exclusiveThingOf: (certificateId: string | undefined) => string | undefined;
}

/** What the events of one connection have in common. */
interface Presence {
	readonly clientId: string;
	readonly principal: string;
	readonly thingName: string | undefined;
	readonly sessionIdentifier: string;
	readonly versionNumber: number;
}

/** AWS's lifecycle events (docs/aws-behaviour.md, "Lifecycle events"). */
export class LifecycleEvents implements ConnectionListener {
	readonly #parts: LifecycleEventsParts;
	readonly #presences = new WeakMap<Connection, Presence>();
	/** clientId → the number of its latest session and when it was last seen (ms). */
	readonly #versions = new Map<string, { number: number; seen: number }>();

	constructor(parts: LifecycleEventsParts) {
		this.#parts = parts;
	}

	connected(connection: Connection): void {
		const { clientId, principal, certificateId, ipAddress } = connection;
		const versionNumber = this.#nextVersion(clientId);
		const thingName = this.#parts.exclusiveThingOf(certificateId);
		const presence = { clientId, principal, thingName, sessionIdentifier: randomUUID(), versionNumber };
		this.#presences.set(connection, presence);
		this.#send("presence/connected", presence, { eventType: "connected", ipAddress });
	}

	disconnected(connection: Connection, disconnectReason: DisconnectReason): void {
		const presence = this.#presences.get(connection);
		if (presence === undefined) return;
		this.#versions.set(presence.clientId, { number: presence.versionNumber, seen: this.#parts.clock.now() });
		const clientInitiatedDisconnect = disconnectReason === "CLIENT_INITIATED_DISCONNECT";
		this.#send("presence/disconnected", presence, {
			eventType: "disconnected",
			clientInitiatedDisconnect,
			disconnectReason,
		});
	}

	subscribed(connection: Connection, topics: readonly string[]): void {
		this.#subscriptions(connection, "subscribed", topics);
	}

	unsubscribed(connection: Connection, topics: readonly string[]): void {
		this.#subscriptions(connection, "unsubscribed", topics);
	}

	#subscriptions(connection: Connection, eventType: string, topics: readonly string[]): void {
		const presence = this.#presences.get(connection);
		if (presence !== undefined) this.#send(`subscriptions/${eventType}`, presence, { eventType, topics });
	}

	/** Starts at 0 again after an hour offline. */
	#nextVersion(clientId: string): number {
		const now = this.#parts.clock.now();
		const last = this.#versions.get(clientId);
		const number = last === undefined || now - last.seen > numbersKeptFor ? 0 : last.number + 1;
		// Deleted first, so that the oldest entry is the one seen longest ago.
		this.#versions.delete(clientId);
		this.#versions.set(clientId, { number, seen: now });
		const oldest = this.#versions.keys().next().value;
		if (this.#versions.size > rememberedClientIds && oldest !== undefined) this.#versions.delete(oldest);
		return number;
	}

	#send(family: string, { clientId, principal, ...presence }: Presence, event: Record<string, unknown>): void {
		// Such a client id cannot be a topic level; AWS sends no events for it.
		if (/[+#]/.test(clientId)) return;
		const { thingName, sessionIdentifier, versionNumber } = presence;
		const body = {
			clientId,
			...(thingName !== undefined && { thingName }),
			timestamp: this.#parts.clock.now(),
			...event,
			sessionIdentifier,
			principalIdentifier: principal,
			versionNumber,
		};
		this.#parts.publish(`$aws/events/${family}/${clientId}`, Buffer.from(JSON.stringify(body)));
	}
}
