import type { Flash } from "../../firmware/ports/flash.js";
import type { Log } from "../../firmware/ports/log.js";

/** The firmware core running on Node. */
export interface VirtualDevice {
	/** Boots: goes on from whatever the flash holds. Returns at once. Called once. */
	start(): void;
	/** Resolves when every connection, timer and the flash are closed. May be called twice; returns the same promise. */
	stop(): Promise<void>;
}

export interface VirtualDeviceOptions {
	readonly flash: Flash;
	/** Receives the events of docs/log-schema.md. */
	readonly log: Log;
}
