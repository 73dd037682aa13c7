/** Why a connection ended, in the words of AWS's lifecycle events. */
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

/** A connection whose CONNECT was accepted: the same object in all reports of it. */
export interface Connection {
	readonly clientId: string;
	readonly certificateId: string;
	readonly ipAddress: string;
}

/** Called synchronously, one connection's reports in order. A listener must not throw. */
export interface ConnectionListener {
	connected?(connection: Connection): void;
	disconnected?(connection: Connection, reason: DisconnectReason): void;
	subscribed?(connection: Connection, filters: readonly string[]): void;
	unsubscribed?(connection: Connection, filters: readonly string[]): void;
}

/** What services know of the connections, and how they reach them. */
export interface Connections {
	/** Publishes with QoS 1 to whoever subscribed and whose policy allows to receive it; reserved topics included. */
	publish(topic: string, payload: Buffer): void;
	/** Returns a function that ends the reports. */
	follow(listener: ConnectionListener): () => void;
}

/** Stands between services and broker, so that either can be made without the other. */
export class ConnectionHub implements Connections {
	readonly #listeners = new Set<ConnectionListener>();
	#deliver: (topic: string, payload: Buffer) => void = () => {};

	publish(topic: string, payload: Buffer): void {
		this.#deliver(topic, payload);
	}

	follow(listener: ConnectionListener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Says where publications go; before, they go nowhere, because nobody can have subscribed. */
	deliverBy(deliver: (topic: string, payload: Buffer) => void): void {
		this.#deliver = deliver;
	}

	report(tell: (listener: ConnectionListener) => void): void {
		for (const listener of this.#listeners) tell(listener);
	}
}
