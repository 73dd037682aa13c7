import type { DeviceError } from "./errors.js";

/** 0 or 1: AWS IoT has no QoS 2. */
export type Qos = 0 | 1;

/** SUBACK return code of a refused filter (MQTT 3.1.1 section 3.9.3). */
export const subscriptionRefused = 0x80;

export interface MqttOptions {
	/** DNS name, or IPv4 address; also the TLS server name, and what the server's subjectAltName must hold. */
	readonly host: string;
	readonly port: number;
	/** Root CA certificate, DER. The only root that is trusted. */
	readonly rootCa: Uint8Array;
	/** The client's own certificate, DER. */
	readonly certificate: Uint8Array;
	/** The client's RSA private key, PKCS#8 DER. */
	readonly privateKey: Uint8Array;
	/** At most 128 bytes of UTF-8. */
	readonly clientId: string;
	/** 30 to 1200 seconds (AWS IoT clamps to this range). */
	readonly keepAliveSeconds: number;
}

/** One piece of an incoming PUBLISH. `payload` is valid only during the call: copy what is kept. */
export interface MqttFragment {
	/** The topic, on the first fragment of a message; undefined on the following ones. */
	readonly topic: string | undefined;
	readonly payload: Uint8Array;
	/** True when more fragments of this message follow. Fragments of two messages never interleave. */
	readonly more: boolean;
}

/**
 * What a connection tells its owner. Never called synchronously from `open`, and never after `close()`.
 * A listener must not throw.
 */
export interface MqttListener {
	/** TLS is verified and CONNACK 0 arrived. Called at most once. */
	onConnected(): void;
	onFragment(fragment: MqttFragment): void;
	/**
	 * The connection ended, or never came to be, without `close()`; nothing follows. Codes: `network-unreachable`,
	 * `server-untrusted` (TLS failed on the server's certificate), `tls-failed`, `connection-refused` (TLS was fine and the
	 * server ended it before CONNACK 0: certificate or policy), `connection-lost` (later).
	 */
	onClosed(error: DeviceError): void;
}

export interface MqttConnection {
	/**
	 * Resolves with one granted QoS, or `subscriptionRefused`, for each topic when the SUBACK arrives.
	 * Rejects with `connection-lost` when the connection ends first, with `closed` after `close()`. No deadline of its own.
	 */
	subscribe(topics: readonly string[], qos: Qos): Promise<readonly number[]>;

	/** Resolves on PUBACK (QoS 1) or when handed to the network (QoS 0). Rejects as `subscribe` does. No deadline of its own. */
	publish(topic: string, payload: Uint8Array, qos: Qos): Promise<void>;

	/** Sends DISCONNECT where possible and releases everything. May be called twice and at any time; throws nothing. */
	close(): void;
}

/** MQTT 3.1.1 over mutual TLS, clean session. It never reconnects by itself: the device's lifecycle decides that. */
export interface MqttClient {
	/** Starts connecting and returns at once; throws nothing, reports through `listener`. */
	open(options: MqttOptions, listener: MqttListener): MqttConnection;
}
