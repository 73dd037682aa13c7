import type { ProcessUse } from "./process-use.js";
import type { Door } from "./raw-client.js";

/** A broker in a process of its own. */
export interface Peer extends ProcessUse {
	readonly name: string;
	/** With a client certificate that may publish and receive on `bench/<n>/temperature`; its key is RSA 2048, or P-256. */
	device(key: ClientKey): Promise<Door>;
	close(): Promise<void>;
}

export type ClientKey = "RSA" | "EC";
