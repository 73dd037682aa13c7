import { randomUUID } from "node:crypto";
import type { EmulatorClock } from "../../clock.js";
import { type LogLevel, letsThrough } from "../log-level.js";

/** What AWS IoT writes into CloudWatch Logs, with its names (docs/aws-behaviour.md, "Logs"). Holds no payload. */
export interface LogEntry {
	/** `2017-08-10 15:37:23.476`, UTC, emulator time. */
	readonly timestamp: string;
	readonly logLevel: LogLevel;
	/** UUID */
	readonly traceId: string;
	readonly accountId: string;
	readonly status: "Success" | "Failure";
	/** Connect, Disconnect, Publish-In, Publish-Out, Subscribe, Unsubscribe; of a service the name of its operation. */
	readonly eventType: string;
	readonly protocol: "MQTT" | "HTTP";
	readonly clientId?: string;
	/** A certificate id, or `<user id>:<user name>`. */
	readonly principalId?: string;
	readonly sourceIp?: string;
	readonly topicName?: string;
	readonly disconnectReason?: string;
	/** AUTHORIZATION_FAILURE, …: why it failed. */
	readonly reason?: string;
	readonly details?: string;
}

/** What is logged, before the log adds what all entries have. */
export type LoggedEvent = Omit<LogEntry, "timestamp" | "traceId" | "accountId">;

export interface LogFilter {
	readonly clientId?: string | undefined;
	readonly eventType?: string | undefined;
	/** This level and worse. */
	readonly level?: LogLevel | undefined;
	/** ms */
	readonly since?: number | undefined;
}

/** Ours: entries that are kept. */
const mostEntries = 5000;
/** The latest time that Date can hold, in ms. */
const latestDateMs = 8.64e15;

/** The newest entries. */
export class IotLog {
	readonly #clock: EmulatorClock;
	readonly #accountId: string;
	#entries: { readonly at: number; readonly entry: LogEntry }[] = [];

	constructor(clock: EmulatorClock, accountId: string) {
		this.#clock = clock;
		this.#accountId = accountId;
	}

	add(event: LoggedEvent): void {
		const at = Math.min(this.#clock.now(), latestDateMs);
		const timestamp = new Date(at).toISOString().replace("T", " ").replace("Z", "");
		const { logLevel, ...rest } = event;
		const entry = { timestamp, logLevel, traceId: randomUUID(), accountId: this.#accountId, ...rest };
		this.#entries.push({ at, entry });
		// Trimmed at twice the limit, so that a flood of entries costs O(1) each.
		if (this.#entries.length >= 2 * mostEntries) this.#entries = this.#entries.slice(-mostEntries);
	}

	/** Oldest first. */
	list({ clientId, eventType, level, since = 0 }: LogFilter = {}): readonly LogEntry[] {
		return this.#entries
			.slice(-mostEntries)
			.filter(({ at }) => at >= since)
			.map(({ entry }) => entry)
			.filter((entry) => clientId === undefined || entry.clientId === clientId)
			.filter((entry) => eventType === undefined || entry.eventType === eventType)
			.filter((entry) => level === undefined || letsThrough(level, entry.logLevel));
	}
}
