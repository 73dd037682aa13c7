import type { Connection, ConnectionListener, DisconnectReason, PublishedMessage } from "../../broker/connections.js";
import type { Refusal } from "../../journal.js";
import type { LoggedEvent } from "./iot-log.js";

/** Planes of the journal and the events that AWS logs for them. */
const eventTypes: Readonly<Record<string, string>> = {
	connect: "Connect",
	publish: "Publish-In",
	subscribe: "Subscribe",
	receive: "Publish-Out",
};

/** What happened on a connection that was there before: it is no CONNECT that failed. */
const endsOfSessions = new Set(["duplicate-client-id"]);

export interface ConnectionLogParts {
	/** Whether anything may be logged: asked before an entry is made. */
	readonly isOn: () => boolean;
	readonly log: (event: LoggedEvent) => void;
	readonly connectionOf: (clientId: string) => Connection | undefined;
}

/** Writes AWS's log entries of the message broker: what connections do, and what the journal says was refused. */
export class ConnectionLog implements ConnectionListener {
	readonly #parts: ConnectionLogParts;

	constructor(parts: ConnectionLogParts) {
		this.#parts = parts;
	}

	connected(connection: Connection): void {
		this.#success("Connect", connection);
	}

	disconnected(connection: Connection, disconnectReason: DisconnectReason): void {
		this.#success("Disconnect", connection, { disconnectReason });
	}

	subscribed(connection: Connection, filters: readonly string[]): void {
		for (const topicName of filters) this.#success("Subscribe", connection, { topicName });
	}

	unsubscribed(connection: Connection, filters: readonly string[]): void {
		for (const topicName of filters) this.#success("Unsubscribe", connection, { topicName });
	}

	published({ topic: topicName, clientId, principal }: PublishedMessage): void {
		if (clientId === undefined || !this.#parts.isOn()) return;
		const connection = this.#parts.connectionOf(clientId);
		this.#parts.log({
			logLevel: "INFO",
			status: "Success",
			eventType: "Publish-In",
			protocol: connection === undefined ? "HTTP" : "MQTT",
			clientId,
			...(principal !== undefined && { principalId: principal }),
			...(connection !== undefined && { sourceIp: connection.ipAddress }),
			topicName,
		});
	}

	refused({ plane, code, reason, clientId, certificateId, target }: Refusal): void {
		const eventType = eventTypes[plane];
		if (eventType === undefined || endsOfSessions.has(code) || !this.#parts.isOn()) return;
		const connection = clientId === undefined ? undefined : this.#parts.connectionOf(clientId);
		const isDenied = code === "policy-denied";
		this.#parts.log({
			logLevel: "ERROR",
			status: "Failure",
			eventType,
			protocol: "MQTT",
			...(clientId !== undefined && { clientId }),
			...(certificateId !== undefined && { principalId: certificateId }),
			...(connection !== undefined && { sourceIp: connection.ipAddress }),
			...(target !== undefined && { topicName: target }),
			reason: isDenied ? "AUTHORIZATION_FAILURE" : code.toUpperCase().replaceAll("-", "_"),
			details: isDenied ? `Authorization Failure: ${reason}` : reason,
		});
	}

	#success(eventType: string, { clientId, principal, ipAddress }: Connection, more: Partial<LoggedEvent> = {}): void {
		if (!this.#parts.isOn()) return;
		const who = { clientId, principalId: principal, sourceIp: ipAddress };
		this.#parts.log({ logLevel: "INFO", status: "Success", eventType, protocol: "MQTT", ...who, ...more });
	}
}
