import type { WifiSettings } from "../ports/network.js";

/** Where the device's private key comes from: AWS makes it, or the device does and sends a CSR. */
export type KeyOrigin = "aws" | "device";

export type PayloadFormat = "json" | "raw";

export interface TelemetrySettings {
	/** Milliseconds between readings: 100 to 86,400,000; 10,000 by default. */
	readonly intervalMs: number;
	readonly format: PayloadFormat;
	/** Topic template; `{thingName}` is replaced. */
	readonly topic: string;
	/** A driver's name, or `simulated`. */
	readonly sensor: string;
	/** Readings kept while offline: 1 to 1000; the oldest is dropped beyond. */
	readonly queueLimit: number;
}

/** What a bootstrap tells the device besides certificates and keys. Stored as JSON (docs/identity-partition.md). */
export interface DeviceSettings {
	readonly host: string;
	readonly port: number;
	/** MQTT client id of the claim's connection. */
	readonly clientId: string;
	readonly templateName: string;
	/** Parameters of RegisterThing. */
	readonly parameters: Readonly<Record<string, string>>;
	readonly keyOrigin: KeyOrigin;
	readonly wifi: WifiSettings | undefined;
	readonly telemetry: TelemetrySettings;
}

export const telemetryDefaults: TelemetrySettings = Object.freeze({
	intervalMs: 10_000,
	format: "json",
	topic: "{thingName}/temperature",
	sensor: "simulated",
	queueLimit: 60,
});
