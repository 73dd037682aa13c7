import type { PolicyAction } from "../policy/evaluate-policies.js";
import type { RowsFrom } from "../store/table.js";
import type { SocketEnds } from "./connection/peer.js";
import type { Problem } from "./principals.js";
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
	readonly facts: ConnectionFacts;
}

/** What a connection was opened with. */
export interface ConnectionFacts extends SocketEnds {
	/** Seconds, as they were granted. */
	readonly keepAlive: number;
	readonly isClean: boolean;
	/** Seconds for which its session outlives it. */
	readonly sessionExpiry: number;
	/** ms, emulator time. */
	readonly connectedAt: number;
}

/** A message that is to be published. */
export interface Publication {
	readonly topic: string;
	readonly payload: Buffer;
	/** 1 unless told otherwise. */
	readonly qos?: 0 | 1;
	/** Kept for later subscribers, or with an empty payload no longer. */
	readonly retain?: boolean;
	readonly properties?: MessageProperties | undefined;
}

/** A message that was published, and who did: neither for what a service says by itself, and no client id over HTTP. */
export interface PublishedMessage extends Publication {
	readonly clientId?: string | undefined;
	readonly principal?: string | undefined;
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

/** A message that somebody publishes over HTTP, who may. */
export interface SubmittedMessage extends Publication {
	/** A certificate id, or `<user id>:<user name>`. */
	readonly principal: string;
	/** Undefined with SigV4. */
	readonly certificateId: string | undefined;
}

/** What became of a message for one client: sent, where `acknowledged` resolves with its PUBACK, and never for QoS 0. */
export type DirectDelivery = "not-connected" | "denied" | { readonly acknowledged: Promise<void> };

export interface DisconnectOptions {
	/** Its last will is published; true unless told otherwise. */
	readonly keepWill?: boolean;
	/** What would outlive the connection is forgotten, with its subscriptions and messages; false unless told otherwise. */
	readonly endSession?: boolean;
}

/** What the broker does for services. */
export interface BrokerSide {
	publish(message: PublishedMessage): void;
	/**
	 * As a PUBLISH over MQTT, reserved topics included: why it is not taken, undefined when it is. Whether the publisher may is the
	 * caller's to ask.
	 */
	submit(message: SubmittedMessage): Problem | undefined;
	/** Why nobody may do this with a topic, filter or client id, whatever policies say; undefined when policies decide. */
	impossible(action: PolicyAction, name: string): string | undefined;
	/** Those that are established, by client id. */
	connectionOf(clientId: string): Connection | undefined;
	all(): Iterable<Connection>;
	/** Sends to one client whether it has subscribed or not; false when it is not connected. */
	sendTo(clientId: string, message: Publication): boolean;
	/** As `sendTo`, where the client's policy lets it receive the topic. */
	deliverTo(clientId: string, message: Publication): DirectDelivery;
	/** False when it is not connected, or with `endSession` when there is no session to end either. */
	disconnect(clientId: string, options?: DisconnectOptions): boolean;
	/** filter → granted QoS, of a client that is connected or has a persistent session; undefined when there is neither. */
	subscriptionsOf(clientId: string): ReadonlyMap<string, 0 | 1> | undefined;
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
export const nobody: BrokerSide = {
	publish() {},
	submit: () => undefined,
	impossible: () => undefined,
	connectionOf: () => undefined,
	all: () => [],
	sendTo: () => false,
	deliverTo: () => "not-connected",
	subscriptionsOf: () => undefined,
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

	submit(message: SubmittedMessage): Problem | undefined {
		return this.#broker.submit(message);
	}

	impossible(action: PolicyAction, name: string): string | undefined {
		return this.#broker.impossible(action, name);
	}

	deliverTo(clientId: string, message: Publication): DirectDelivery {
		return this.#broker.deliverTo(clientId, message);
	}

	subscriptionsOf(clientId: string): ReadonlyMap<string, 0 | 1> | undefined {
		return this.#broker.subscriptionsOf(clientId);
	}

	disconnect(clientId: string, options?: DisconnectOptions): boolean {
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
