import { randomUUID } from "node:crypto";
import { limits } from "../../broker/limits.js";
import type { EmulatorClock } from "../../clock.js";

export type DisconnectReason =
	| "AUTH_ERROR"
	| "CLIENT_INITIATED_DISCONNECT"
	| "CLIENT_ERROR"
	| "CONNECTION_LOST"
	| "DUPLICATE_CLIENTID"
	| "FORBIDDEN_ACCESS"
	| "MQTT_KEEP_ALIVE_TIMEOUT"
	| "SERVER_ERROR"
	| "SERVER_INITIATED_DISCONNECT";

/** What the events of one session have in common. */
export interface Presence {
	readonly clientId: string;
	readonly certificateId: string;
	readonly sessionIdentifier: string;
	readonly ipAddress: string;
	readonly versionNumber: number;
}

/** AWS's lifecycle events (aws-iot.md C.7): `publish` hands a topic and a JSON payload to the broker. */
export class LifecycleEvents {
	readonly #clock: EmulatorClock;
	readonly #publish: (topic: string, payload: Buffer) => void;
	/** clientId → the number of its latest session and when it was last seen (ms). */
	readonly #versions = new Map<string, { number: number; seen: number }>();

	constructor(clock: EmulatorClock, publish: (topic: string, payload: Buffer) => void) {
		this.#clock = clock;
		this.#publish = publish;
	}

	connected(clientId: string, certificateId: string, ipAddress: string): Presence {
		const versionNumber = this.#nextVersion(clientId);
		const presence = { clientId, certificateId, sessionIdentifier: randomUUID(), ipAddress, versionNumber };
		this.#send("presence/connected", presence, { eventType: "connected", ipAddress });
		return presence;
	}

	disconnected(presence: Presence, disconnectReason: DisconnectReason): void {
		this.#versions.set(presence.clientId, { number: presence.versionNumber, seen: this.#clock.now() });
		const clientInitiatedDisconnect = disconnectReason === "CLIENT_INITIATED_DISCONNECT";
		this.#send("presence/disconnected", presence, {
			eventType: "disconnected",
			clientInitiatedDisconnect,
			disconnectReason,
		});
	}

	subscriptions(presence: Presence, eventType: "subscribed" | "unsubscribed", topics: readonly string[]): void {
		this.#send(`subscriptions/${eventType}`, presence, { eventType, topics });
	}

	/** Starts at 0 again after an hour offline. */
	#nextVersion(clientId: string): number {
		const now = this.#clock.now();
		const last = this.#versions.get(clientId);
		const number = last === undefined || now - last.seen > limits.sessionExpiry ? 0 : last.number + 1;
		// Deleted first, so that the oldest entry is the one seen longest ago.
		this.#versions.delete(clientId);
		this.#versions.set(clientId, { number, seen: now });
		const oldest = this.#versions.keys().next().value;
		if (this.#versions.size > limits.rememberedClientIds && oldest !== undefined) this.#versions.delete(oldest);
		return number;
	}

	#send(family: string, { clientId, certificateId, ...presence }: Presence, event: Record<string, unknown>): void {
		// Such a client id cannot be a topic level; AWS sends no events for it.
		if (/[+#]/.test(clientId)) return;
		const { sessionIdentifier, versionNumber } = presence;
		const body = {
			clientId,
			timestamp: this.#clock.now(),
			...event,
			sessionIdentifier,
			principalIdentifier: certificateId,
			versionNumber,
		};
		this.#publish(`$aws/events/${family}/${clientId}`, Buffer.from(JSON.stringify(body)));
	}
}
