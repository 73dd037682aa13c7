import type { RowsFrom } from "../store/table.js";
import type { MessageProperties } from "./routing/message-properties.js";
import type { RetainedMessage } from "./routing/retained-messages.js";

/** Why a connection ended, in the words of AWS's lifecycle events. */
export type DisconnectReason =
	| "API_INITIATED_DISCONNECT"
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
	/** As lifecycle events call it: a certificate id, or `<user id>:<user name>` of a client that signed with SigV4. */
	readonly principal: string;
	/** Undefined with SigV4. */
	readonly certificateId: string | undefined;
	readonly ipAddress: string;
	/** ms, emulator time. */
	readonly connectedAt: number;
	/** As it is kept to: 30 to 1200. */
	readonly keepAliveSeconds: number;
	/** Clean start with MQTT 5. */
	readonly cleanSession: boolean;
	/** 4 is MQTT 3.1.1. */
	readonly protocolVersion: 4 | 5;
	/** For which the session outlives its connection; 0: it does not. */
	readonly sessionExpirySeconds: number;
	/** filter → granted QoS */
	readonly filters: ReadonlyMap<string, 0 | 1>;
}

/** A message that is to be published. */
export interface Publication {
	readonly topic: string;
	readonly payload: Buffer;
	/** 1 unless told otherwise. */
	readonly qos?: 0 | 1;
	/** Kept for later subscribers, or with an empty payload no longer. */
	readonly retain?: boolean;
	readonly properties?: MessageProperties;
}

/** A message that was published, and who did: neither for what a service says by itself. */
export interface PublishedMessage extends Publication {
	readonly clientId?: string;
	readonly principal?: string;
}

/** Called synchronously, one connection's reports in order. A listener must not throw. */
export interface ConnectionListener {
	connected?(connection: Connection): void;
	disconnected?(connection: Connection, reason: DisconnectReason): void;
	subscribed?(connection: Connection, filters: readonly string[]): void;
	unsubscribed?(connection: Connection, filters: readonly string[]): void;
	/** Each message that was let in and is no request to a service, before anybody gets it. What is kept of its payload is copied. */
	published?(message: PublishedMessage): void;
}

export interface RetainedReader {
	get(topic: string): RetainedMessage | undefined;
	/** By topic. */
	list(range?: RowsFrom): Iterable<RetainedMessage>;
}

/** What the broker does for services. */
export interface BrokerSide {
	publish(message: PublishedMessage): void;
	/** Those that are established, by client id. */
	connectionOf(clientId: string): Connection | undefined;
	all(): Iterable<Connection>;
	/** Sends to one client whether it has subscribed or not; false when it is not connected. */
	sendTo(clientId: string, message: Publication): boolean;
	/** False when it is not connected. `keepWill`: its last will is published. */
	disconnect(clientId: string, options?: { readonly keepWill?: boolean }): boolean;
	readonly retained: RetainedReader;
}

/** What services know of the connections, and how they reach them. */
export interface Connections extends Omit<BrokerSide, "publish"> {
	/** Publishes to whoever subscribed and whose policy allows to receive it, reserved topics included. `from`: on whose behalf. */
	publish(
		topic: string,
		payload: Buffer,
		options?: Omit<Publication, "topic" | "payload"> & {
			readonly from?: Pick<PublishedMessage, "clientId" | "principal">;
		},
	): void;
	/** Returns a function that ends the reports. */
	follow(listener: ConnectionListener): () => void;
}

/** Before there is a broker nobody can have connected. */
const nobody: BrokerSide = {
	publish() {},
	connectionOf: () => undefined,
	all: () => [],
	sendTo: () => false,
	disconnect: () => false,
	retained: { get: () => undefined, list: () => [] },
};

/** Stands between services and broker, so that either can be made without the other. */
export class ConnectionHub implements Connections {
	readonly #listeners = new Set<ConnectionListener>();
	#broker = nobody;

	get retained(): RetainedReader {
		return this.#broker.retained;
	}

	publish: Connections["publish"] = (topic, payload, { from = {}, ...options } = {}) => {
		this.#broker.publish({ topic, payload, ...options, ...from });
	};

	connectionOf(clientId: string): Connection | undefined {
		return this.#broker.connectionOf(clientId);
	}

	all(): Iterable<Connection> {
		return this.#broker.all();
	}

	sendTo(clientId: string, message: Publication): boolean {
		return this.#broker.sendTo(clientId, message);
	}

	disconnect(clientId: string, options?: { readonly keepWill?: boolean }): boolean {
		return this.#broker.disconnect(clientId, options);
	}

	follow(listener: ConnectionListener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Says who serves. */
	serveBy(broker: BrokerSide): void {
		this.#broker = broker;
	}

	report(tell: (listener: ConnectionListener) => void): void {
		for (const listener of this.#listeners) tell(listener);
	}
}
