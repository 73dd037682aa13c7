import type { Door } from "./raw-client.js";

/** What a process of its own does to a broker, and what it reports. */
export type LoadTask =
	/** Pairs of publisher and subscriber, each with so many QoS 1 messages, published, acknowledged and delivered. */
	| { readonly kind: "publish"; readonly door: Door; readonly pairs: number; readonly messages: number }
	/** TLS handshake, CONNECT, CONNACK and DISCONNECT, so many in all and so many at a time. */
	| { readonly kind: "connect"; readonly door: Door; readonly connections: number; readonly atOnce: number }
	/** Connections that stay, each with one subscription, until the process is ended. */
	| { readonly kind: "hold"; readonly door: Door; readonly connections: number; readonly atOnce: number }
	/** Devices that become things by CSR with an EC key and the claim that is the door's certificate. */
	| {
			readonly kind: "provision";
			readonly door: Door;
			readonly devices: number;
			readonly atOnce: number;
			readonly templateName: string;
			/** Of the first device; the others count on. */
			readonly firstSerialNumber: number;
	  };

export interface LoadReport {
	readonly done: number;
	readonly failed: number;
	/** Of the first failure. */
	readonly reason?: string | undefined;
	readonly seconds: number;
	/** Processor time of the load generator meanwhile, all of its threads. */
	readonly cpuSeconds: number;
}
