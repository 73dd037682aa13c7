import type { ButtonSettings, LightSettings } from "../../ports/board.js";
import type { NetworkSettings } from "../../ports/network.js";
import type { SensorSettings } from "../../ports/thermometer.js";

/** Where the device's private key comes from: AWS makes it, or, by default, the device does and sends a CSR. */
export type KeyOrigin = "aws" | "device";

export type PayloadFormat = "json" | "raw";

export interface TelemetrySettings {
	/** Milliseconds between readings: 100 to 86,400,000; 10,000 by default. */
	readonly intervalMs: number;
	readonly format: PayloadFormat;
	/** Topic template; `{thingName}` is replaced. */
	readonly topic: string;
	readonly sensor: SensorSettings;
	/** Readings kept in memory where there is no partition for them: 1 to 1000; the oldest is dropped beyond. */
	readonly queueLimit: number;
	/** Where reset reason, uptime and last error are published once after coming online; `{thingName}` is replaced; empty: nowhere. */
	readonly statusTopic: string;
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
	readonly network: NetworkSettings;
	/** SNTP servers, DNS names or IPv4 addresses, tried in this order: 1 to 4. */
	readonly timeServers: readonly string[];
	/** Undefined: what the board is known to have. */
	readonly light: LightSettings | undefined;
	/** Undefined: the BOOT button. */
	readonly button: ButtonSettings | undefined;
	readonly telemetry: TelemetrySettings;
}

export const telemetryDefaults: TelemetrySettings = Object.freeze({
	intervalMs: 10_000,
	format: "json",
	topic: "{thingName}/temperature",
	sensor: Object.freeze({ name: "simulated" }),
	queueLimit: 60,
	statusTopic: "{thingName}/status",
});

/** Of three operators, so that no outage of one leaves a device without the time. */
export const defaultTimeServers: readonly string[] = Object.freeze([
	"pool.ntp.org",
	"time.cloudflare.com",
	"time.nist.gov",
]);
