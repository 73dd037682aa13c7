import { DeviceError } from "../../ports/errors.js";
import type { Cancel, Timer } from "../../ports/timer.js";

/** How far a connection came; what a failure means depends on it. */
export type ConnectionStage = "resolving" | "connecting" | "handshake" | "secured" | "connected";

/**
 * Everything the SDK calls back for one connection runs inside this guard. An exception that left such a callback would
 * abort the XS machine; here it becomes the connection's one error, reported once and from a clean stack.
 */
export class ConnectionGuard {
	readonly #endpoint: string;
	readonly #timer: Timer;
	readonly #report: (error: DeviceError) => void;
	#stage: ConnectionStage = "resolving";
	#pending: Cancel | undefined;
	#closed = false;

	/** `endpoint` is `host:port`, for messages. `report` is called at most once, never synchronously, and never after `close()`. */
	constructor(endpoint: string, timer: Timer, report: (error: DeviceError) => void) {
		this.#endpoint = endpoint;
		this.#timer = timer;
		this.#report = report;
	}

	get stage(): ConnectionStage {
		return this.#stage;
	}

	/** True once the connection has failed or was closed: nothing more may come of it. */
	get ended(): boolean {
		return this.#closed || this.#pending !== undefined;
	}

	enter(stage: ConnectionStage): void {
		this.#stage = stage;
	}

	/** Runs `action` unless the connection has ended; what it throws fails the connection. */
	run(action: () => void): void {
		if (this.ended) return;
		try {
			action();
		} catch (thrown) {
			this.fail(thrown);
		}
	}

	/**
	 * Fails the connection. The first failure counts: what follows is its echo. `reason` is a DeviceError where the cause is known,
	 * and undefined when the peer just went away.
	 */
	fail(reason?: unknown): void {
		if (this.ended) return;
		const error = this.#explain(reason);
		this.#pending = this.#timer.after(0, () => {
			if (!this.#closed) this.#report(error);
		});
	}

	/** May be called twice. */
	close(): void {
		this.#closed = true;
		this.#pending?.();
	}

	#explain(reason: unknown): DeviceError {
		if (reason instanceof DeviceError) return reason;
		const detail = reason === undefined ? "" : `: ${reason instanceof Error ? reason.message : String(reason)}`;
		const at = this.#endpoint;
		switch (this.#stage) {
			case "resolving":
				return new DeviceError("network-unreachable", `No address found for ${at}${detail}`, reason);
			case "connecting":
				return new DeviceError("network-unreachable", `No TCP connection to ${at}${detail}`, reason);
			case "handshake":
				return new DeviceError("tls-failed", `TLS handshake with ${at} failed${detail}`, reason);
			case "secured":
				return new DeviceError("connection-refused", `${at} ended the connection before CONNACK${detail}`, reason);
			case "connected":
				return new DeviceError("connection-lost", `The connection to ${at} was lost${detail}`, reason);
		}
	}
}
