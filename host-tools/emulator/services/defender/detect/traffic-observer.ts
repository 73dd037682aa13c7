import type { Connection, ConnectionListener, PublishedMessage } from "../../../broker/connections.js";
import { filterMatches } from "../../../broker/topics.js";
import type { EmulatorClock } from "../../../clock.js";
import type { Refusal } from "../../../journal.js";
import type { Registry } from "../../registry.js";
import type { Traffic } from "./traffic.js";

/** What a policy denied counts as an authorization failure there. */
const authorizedPlanes = new Set(["connect", "publish", "subscribe"]);
/** What the journal has of planes that is no CONNECT which failed. */
const noAttempts = new Set(["duplicate-client-id"]);

export interface TrafficObserverParts {
	readonly clock: EmulatorClock;
	readonly traffic: Traffic;
	readonly registry: Pick<Registry, "things" | "certificates">;
	readonly all: () => Iterable<Connection>;
	readonly connectionOf: (clientId: string) => Connection | undefined;
}

/** Notes for Detect what connections do. A device is its thing, or where there is none its client id. */
export class TrafficObserver implements ConnectionListener {
	readonly #parts: TrafficObserverParts;

	constructor(parts: TrafficObserverParts) {
		this.#parts = parts;
	}

	connected(connection: Connection): void {
		const name = this.#nameOf(connection);
		this.#note("aws:num-connection-attempts", name);
		this.#note("aws:source-ip-address", name, { value: connection.ipAddress });
	}

	disconnected(connection: Connection): void {
		this.#note("aws:num-disconnects", this.#nameOf(connection));
	}

	published({ topic, payload, clientId }: PublishedMessage): void {
		const { traffic } = this.#parts;
		if (traffic.isWatched("aws:num-messages-received")) this.#received(topic);
		if (clientId === undefined) return;
		if (!traffic.isWatched("aws:num-messages-sent") && !traffic.isWatched("aws:message-byte-size")) return;
		const name = this.#nameOf(this.#parts.connectionOf(clientId) ?? { clientId, certificateId: undefined });
		this.#note("aws:num-messages-sent", name, { topic });
		this.#note("aws:message-byte-size", name, { topic, value: payload.length });
	}

	refused({ plane, code, clientId, certificateId, target }: Refusal): void {
		if (clientId === undefined) return;
		const name = this.#nameOf({ clientId, certificateId });
		if (plane === "connect" && !noAttempts.has(code)) this.#note("aws:num-connection-attempts", name);
		if (code !== "policy-denied" || !authorizedPlanes.has(plane)) return;
		this.#note("aws:num-authorization-failures", name, target === undefined ? {} : { topic: target });
	}

	/** Of whoever subscribed: nobody reports what was delivered. */
	#received(topic: string): void {
		for (const connection of this.#parts.all()) {
			const isSubscribed = [...connection.filters.keys()].some((filter) => filterMatches(filter, topic));
			if (isSubscribed) this.#note("aws:num-messages-received", this.#nameOf(connection), { topic });
		}
	}

	#note(metric: string, name: string, what: { topic?: string; value?: number | string } = {}): void {
		this.#parts.traffic.note(metric, name, this.#parts.clock.now(), what);
	}

	#nameOf({ clientId, certificateId }: Pick<Connection, "clientId" | "certificateId">): string {
		const { certificates, things } = this.#parts.registry;
		const certificate = certificateId === undefined ? undefined : certificates.findCertificate(certificateId);
		return (certificate && things.exclusiveThingOf(certificate.certificateArn)) ?? clientId;
	}
}
