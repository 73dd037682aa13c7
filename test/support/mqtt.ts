import { connect, type IClientOptions, type IConnackPacket, type IPublishPacket, type MqttClient } from "mqtt";
import { within } from "./deadline.js";
import type { Credentials, EmulatorParts } from "./emulator-parts.js";

export type ConnectOptions = Partial<IClientOptions> & { readonly clientId?: string };

export interface Message {
	readonly topic: string;
	readonly payload: Buffer;
	readonly packet: IPublishPacket;
}

/** A plain MQTT.js client over mutual TLS that never reconnects by itself; it keeps the messages nobody has taken yet. */
export class TestClient {
	readonly mqtt: MqttClient;
	/** What the broker answered to CONNECT. */
	connack: IConnackPacket | undefined;
	readonly #messages: Message[] = [];
	#wake = () => {};

	constructor(mqtt: MqttClient) {
		this.mqtt = mqtt;
		// What went wrong is seen by `close`; an "error" event without a listener would end the tests.
		mqtt.on("error", () => {});
		mqtt.on("connect", (packet) => {
			this.connack = packet;
		});
		mqtt.on("message", (topic, payload, packet) => {
			this.#messages.push({ topic, payload, packet });
			this.#wake();
		});
	}

	/** The next message, in order of arrival. */
	async next(what = "message"): Promise<Message> {
		const waiting = async () => {
			while (this.#messages.length === 0) {
				await new Promise<void>((resolve) => {
					this.#wake = resolve;
				});
			}
			return this.#messages.shift() as Message;
		};
		return within(waiting(), what);
	}

	/** Messages that arrived and were not taken. */
	get pending(): readonly Message[] {
		return this.#messages;
	}

	async subscribe(...filters: readonly string[]): Promise<readonly number[]> {
		const granted = await within(this.mqtt.subscribeAsync([...filters], { qos: 1 }), "SUBACK");
		return granted.map(({ qos }) => qos);
	}

	async publish(topic: string, payload: string | Buffer = "", options: { qos?: 0 | 1; retain?: boolean } = {}) {
		await within(this.mqtt.publishAsync(topic, payload, { qos: 1, ...options }), "PUBACK");
	}

	/** Resolves when the connection is gone. */
	async closed(): Promise<void> {
		if (!this.mqtt.connected) return;
		await within(new Promise<void>((resolve) => this.mqtt.once("close", () => resolve())), "the end of the connection");
	}

	async end(): Promise<void> {
		await within(this.mqtt.endAsync(), "DISCONNECT");
	}
}

/** Starts connecting; resolves with CONNACK, rejects with an Error when the connection ends before. */
export async function connectClient(
	parts: Pick<EmulatorParts, "port"> & { readonly pki: Pick<EmulatorParts["pki"], "rootCaPem"> },
	credentials: Pick<Credentials, "certificatePem" | "privateKeyPem"> | undefined,
	options: ConnectOptions = {},
): Promise<TestClient> {
	const mqtt = connect(`mqtts://127.0.0.1:${parts.port}`, {
		ca: parts.pki.rootCaPem,
		cert: credentials?.certificatePem,
		key: credentials?.privateKeyPem,
		reconnectPeriod: 0,
		clean: true,
		protocolVersion: 4,
		...options,
	} as IClientOptions);
	const client = new TestClient(mqtt);
	const outcome = new Promise<void>((resolve, reject) => {
		mqtt.once("connect", () => resolve());
		mqtt.once("error", reject);
		mqtt.once("close", () => reject(new Error("closed before CONNACK")));
	});
	try {
		await within(outcome, "CONNACK");
	} catch (error) {
		mqtt.end(true);
		throw error;
	}
	return client;
}
