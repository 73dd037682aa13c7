import { isIP } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { type IClientOptions, MqttClient as MqttJsClient } from "mqtt";
import { DeviceError } from "../../firmware/core/errors.js";
import { writePem } from "../../firmware/core/pem.js";
import {
	type MqttClient,
	type MqttConnection,
	type MqttListener,
	type MqttOptions,
	type Qos,
	subscriptionRefused,
} from "../../firmware/ports/mqtt-client.js";
import { connectionFailure } from "./connection-failure.js";
import { nodeTextCodec } from "./node-text-codec.js";

/** MQTT.js over TLS, without any of its reconnecting and queueing: the device's lifecycle decides that. */
export const nodeMqttClient: MqttClient = Object.freeze({
	open: (options: MqttOptions, listener: MqttListener) => new NodeMqttConnection(options, listener),
});

class NodeMqttConnection implements MqttConnection {
	readonly #listener: MqttListener;
	readonly #client: MqttJsClient;
	readonly #pending = new Set<(error: DeviceError) => void>();
	#phase: "connecting" | "secured" | "connected" | "ended" = "connecting";
	#error: Error | undefined;

	constructor(options: MqttOptions, listener: MqttListener) {
		this.#listener = listener;
		const { clientId, keepAliveSeconds } = options;
		const settings: IClientOptions = {
			clientId,
			keepalive: keepAliveSeconds,
			clean: true,
			protocolVersion: 4,
			reconnectPeriod: 0,
			resubscribe: false,
			queueQoSZero: false,
			// The caller's deadline ends a connection that hangs.
			connectTimeout: 0x7fffffff,
		};
		this.#client = new MqttJsClient(() => this.#openSocket(options), settings);
		this.#client.on("connect", () => this.#connected());
		this.#client.on("message", (topic, payload) => {
			if (this.#phase !== "ended") this.#listener.onFragment({ topic, payload, more: false });
		});
		this.#client.on("error", (error) => {
			this.#error ??= error;
			this.#end();
		});
		this.#client.on("close", () => this.#end());
	}

	subscribe(topics: readonly string[], qos: Qos): Promise<readonly number[]> {
		return this.#operation((done) => {
			this.#client.subscribe([...topics], { qos }, (error, _granted, packet) => {
				const codes = packet?.granted as readonly number[] | undefined;
				// MQTT.js reports a refused filter as an error as well; the port's answer to it is the code.
				if (codes) done(undefined, codes);
				else done(error ?? new Error("no SUBACK"), [subscriptionRefused]);
			});
		});
	}

	publish(topic: string, payload: Uint8Array, qos: Qos): Promise<void> {
		return this.#operation((done) => {
			this.#client.publish(topic, Buffer.from(payload), { qos }, (error) => done(error, undefined));
		});
	}

	close(): void {
		if (this.#phase === "ended") return;
		const force = this.#phase !== "connected";
		this.#settle(new DeviceError("closed", "The MQTT connection was closed"));
		// Unforced, DISCONNECT goes out first.
		this.#client.end(force);
	}

	#openSocket(options: MqttOptions): TLSSocket {
		const { host, port, rootCa, certificate, privateKey } = options;
		const socket = connectTls({
			host,
			port,
			ca: writePem("CERTIFICATE", rootCa, nodeTextCodec),
			cert: writePem("CERTIFICATE", certificate, nodeTextCodec),
			key: writePem("PRIVATE KEY", privateKey, nodeTextCodec),
			// RFC 6066: an address is no server name.
			...(isIP(host) ? {} : { servername: host }),
		});
		socket.once("secureConnect", () => {
			if (this.#phase === "connecting") this.#phase = "secured";
		});
		return socket;
	}

	#connected(): void {
		if (this.#phase === "ended") return;
		this.#phase = "connected";
		this.#listener.onConnected();
	}

	#operation<T>(begin: (done: (error: Error | null | undefined, value: T) => void) => void): Promise<T> {
		return new Promise((resolve, reject) => {
			if (this.#phase !== "connected") {
				const code = this.#phase === "ended" && this.#error ? "connection-lost" : "closed";
				reject(new DeviceError(code, "The MQTT connection is not open"));
				return;
			}
			this.#pending.add(reject);
			begin((error, value) => {
				// A failing operation is followed by the end of its connection, which settles it with the reason.
				if (error || !this.#pending.delete(reject)) return;
				resolve(value);
			});
		});
	}

	#end(): void {
		if (this.#phase === "ended") return;
		const error = connectionFailure(this.#phase, this.#error);
		this.#settle(error);
		this.#client.end(true);
		this.#listener.onClosed(error);
	}

	#settle(error: DeviceError): void {
		this.#phase = "ended";
		for (const reject of this.#pending) reject(error);
		this.#pending.clear();
	}
}
