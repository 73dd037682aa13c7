import type { Bootstrap } from "../../firmware/core/bootstrap.js";

/** A bootstrap as a JSON file: what `thingsmith claim create --bootstrap` writes and `device simulate --bootstrap` reads. Secret: 0600. */
export interface BootstrapFile {
	readonly version: 1;
	/** DNS name or IPv4 address of the data endpoint. */
	readonly host: string;
	/** 1 to 65535; 8883 by default. */
	readonly port?: number;
	/** PEM */
	readonly rootCa: string;
	/** Client id of the claim's connection; `thingsmith-` and a random suffix by default. */
	readonly clientId?: string;
	readonly templateName: string;
	readonly parameters?: Readonly<Record<string, string>>;
	readonly keyOrigin?: "aws" | "device";
	readonly wifi?: { readonly ssid: string; readonly password: string };
	readonly telemetry?: {
		readonly intervalMs?: number;
		readonly format?: "json" | "raw";
		readonly topic?: string;
		readonly sensor?: string;
		readonly queueLimit?: number;
	};
	/** Either a claim … */
	readonly claim?: {
		readonly certificatePem: string;
		readonly privateKeyPem: string;
		/** ISO 8601 */
		readonly expiresAt?: string;
	};
	/** … or a certificate of the device's own. */
	readonly permanent?: {
		readonly certificatePem: string;
		readonly privateKeyPem: string;
		readonly thingName: string;
	};
}

/** Checks everything before anything is used. Throws DeviceError `bootstrap-invalid` naming the member at fault, never its value. */
export function toBootstrap(_file: unknown): Bootstrap {
	throw new Error("being written");
}
