import { isIP } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { type IClientOptions, MqttClient as MqttJsClient } from "mqtt";
import { writePem } from "../../firmware/core/encoding/pem.js";
import { DeviceError, toDeviceError } from "../../firmware/ports/errors.js";
import {
	type MqttClient,
	type MqttConnection,
	type MqttListener,
	type MqttOptions,
	type Qos,
	subscriptionRefused,
} from "../../firmware/ports/mqtt-client.js";
import { type ConnectionPhase, connectionFailure } from "./connection-failure.js";
import { nodeTextCodec } from "./node-text-codec.js";

/** MQTT.js over TLS, without any of its reconnecting and queueing: the device's lifecycle decides that. */
export const nodeMqttClient: MqttClient = Object.freeze({
	open: (options: MqttOptions, listener: MqttListener) => new NodeMqttConnection(options, listener),
});

/** MQTT 3.1.1 section 3.14. */
const disconnectPacket = Uint8Array.of(0xe0, 0x00);
/** How long the server may take to close its side after DISCONNECT, ms. */
const closeGraceMs = 1000;

class NodeMqttConnection implements MqttConnection {
	readonly #listener: MqttListener;
	readonly #pending = new Set<(error: DeviceError) => void>();
	#socket: TLSSocket | undefined;
	#client: MqttJsClient | undefined;
	#phase: ConnectionPhase = "connecting";
	/** What the socket or MQTT.js said first. */
	#error: Error | undefined;
	#ended: DeviceError | undefined;

	constructor(options: MqttOptions, listener: MqttListener) {
		this.#listener = listener;
		try {
			const socket = this.#openSocket(options);
			this.#socket = socket;
			this.#client = this.#openClient(socket, options);
		} catch (thrown) {
			// A certificate or key that TLS cannot use; `open` throws nothing.
			setImmediate(() => this.#fail(toDeviceError(thrown, "tls-failed")));
		}
	}

	subscribe(topics: readonly string[], qos: Qos): Promise<readonly number[]> {
		return this.#operation((client, done) => {
			client.subscribe([...topics], { qos }, (error, _granted, packet) => {
				const codes = packet?.granted as readonly number[] | undefined;
				// MQTT.js reports a refused filter as an error as well; the port's answer to it is the code.
				if (codes) done(undefined, codes);
				else done(error ?? new Error("no SUBACK"), [subscriptionRefused]);
			});
		});
	}

	publish(topic: string, payload: Uint8Array, qos: Qos): Promise<void> {
		return this.#operation((client, done) => {
			client.publish(topic, Buffer.from(payload), { qos }, (error) => done(error, undefined));
		});
	}

	close(): void {
		if (this.#ended) return;
		this.#settle(new DeviceError("closed", "The MQTT connection was closed"));
		if (this.#phase === "connected") this.#disconnect();
		else this.#client?.end(true);
	}

	/** MQTT.js would hold DISCONNECT back until every message is acknowledged, which may be never. */
	#disconnect(): void {
		const socket = this.#socket;
		if (!socket) return;
		const impatience = setTimeout(() => socket.destroy(), closeGraceMs);
		socket.once("close", () => clearTimeout(impatience));
		socket.end(disconnectPacket);
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
			servername: isIP(host) ? undefined : host,
		});
		socket.once("secureConnect", () => {
			if (this.#phase === "connecting") this.#phase = "secured";
		});
		// MQTT.js passes on only the errors that have a code.
		socket.on("error", (error) => {
			this.#error ??= error;
		});
		return socket;
	}

	#openClient(socket: TLSSocket, { clientId, keepAliveSeconds }: MqttOptions): MqttJsClient {
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
		const client = new MqttJsClient(() => socket, settings);
		client.on("connect", () => this.#connected());
		client.on("message", (topic, payload) => {
			if (!this.#ended) this.#listener.onFragment({ topic, payload, more: false });
		});
		client.on("error", (error) => {
			this.#error ??= error;
			this.#end();
		});
		client.on("close", () => this.#end());
		return client;
	}

	#connected(): void {
		if (this.#ended) return;
		this.#phase = "connected";
		this.#listener.onConnected();
	}

	#operation<T>(
		begin: (client: MqttJsClient, done: (error: Error | null | undefined, value: T) => void) => void,
	): Promise<T> {
		return new Promise((resolve, reject) => {
			const client = this.#client;
			if (!client || this.#ended || this.#phase !== "connected") {
				reject(this.#ended ?? new DeviceError("closed", "The MQTT connection is not open yet"));
				return;
			}
			this.#pending.add(reject);
			const fail = (error: Error) => {
				if (this.#pending.delete(reject)) reject(toDeviceError(error));
			};
			begin(client, (error, value) => {
				// What fails because the connection ends is settled by that, with the reason, before this comes to pass.
				if (error) setImmediate(fail, error);
				else if (this.#pending.delete(reject)) resolve(value);
			});
		});
	}

	#end(): void {
		this.#fail(connectionFailure(this.#phase, this.#error));
	}

	#fail(error: DeviceError): void {
		if (this.#ended) return;
		this.#settle(error);
		this.#client?.end(true);
		this.#listener.onClosed(error);
	}

	#settle(error: DeviceError): void {
		this.#ended = error;
		for (const reject of this.#pending) reject(error);
		this.#pending.clear();
	}
}
