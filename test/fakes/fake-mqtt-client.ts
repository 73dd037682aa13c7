import { DeviceError } from "../../firmware/ports/errors.js";
import type { MqttClient, MqttConnection, MqttListener, MqttOptions } from "../../firmware/ports/mqtt-client.js";
import { subscriptionRefused } from "../../firmware/ports/mqtt-client.js";
import type { CloudRequest, FakeCloud } from "./fake-cloud.js";

/** Fragments are this long, and every message is delivered twice, as QoS 1 allows. */
const fragmentLength = 700;
const latencyMs = 20;

/**
 * The MQTT port in front of a FakeCloud. Meaner than a real client: messages come in small fragments in a buffer that is
 * overwritten afterwards, twice, and before the PUBACK of the request they answer.
 */
export class FakeMqttClient implements MqttClient {
	readonly #cloud: FakeCloud;
	readonly #open = new Set<FakeConnection>();

	constructor(cloud: FakeCloud) {
		this.#cloud = cloud;
	}

	/** Connections that neither side has closed. */
	get openConnections(): number {
		return this.#open.size;
	}

	open(options: MqttOptions, listener: MqttListener): MqttConnection {
		const connection: FakeConnection = new FakeConnection(this.#cloud, options, listener, () =>
			this.#open.delete(connection),
		);
		this.#open.add(connection);
		return connection;
	}

	/** The broker delivers a message to those who subscribed to its topic. */
	deliver(topic: string, payload: Uint8Array): void {
		for (const connection of [...this.#open]) connection.deliver(topic, payload);
	}

	/** The broker ends every connection. */
	dropAll(): void {
		for (const connection of [...this.#open]) connection.drop("connection-lost", "The broker went away");
	}
}

class FakeConnection implements MqttConnection {
	readonly #cloud: FakeCloud;
	readonly #options: MqttOptions;
	readonly #listener: MqttListener;
	readonly #forget: () => void;
	readonly #pending = new Set<(error: DeviceError) => void>();
	readonly #subscribed = new Set<string>();
	readonly #timers = new Set<() => void>();
	#connected = false;
	#ended: DeviceError | undefined;
	#identity: ReturnType<FakeCloud["authenticate"]>;

	constructor(cloud: FakeCloud, options: MqttOptions, listener: MqttListener, forget: () => void) {
		this.#cloud = cloud;
		this.#options = options;
		this.#listener = listener;
		this.#forget = forget;
		this.#later(() => {
			this.#identity = cloud.authenticate(options.certificate, options.clientId);
			if (!this.#identity) {
				this.drop("connection-refused", "The certificate is not accepted");
				return;
			}
			this.#connected = true;
			listener.onConnected();
		});
	}

	subscribe(topics: readonly string[]): Promise<readonly number[]> {
		return this.#operation((resolve) => {
			for (const topic of topics) if (this.#mayUse(topic)) this.#subscribed.add(topic);
			resolve(topics.map((topic) => (this.#mayUse(topic) ? 1 : subscriptionRefused)));
		});
	}

	publish(topic: string, payload: Uint8Array): Promise<void> {
		const text = Buffer.from(payload).toString();
		return this.#operation((resolve) => {
			if (!this.#mayUse(topic)) {
				this.drop("connection-lost", `Not allowed to publish to "${topic}"`);
				return;
			}
			if (this.#take(topic, text)) resolve();
		});
	}

	close(): void {
		this.#end(new DeviceError("closed", "Closed"));
		this.#cancelTimers();
	}

	drop(code: "connection-lost" | "connection-refused", message: string): void {
		if (this.#ended) return;
		const error = new DeviceError(code, message);
		this.#end(error);
		// After #end, which cancels the timers before it.
		this.#later(() => this.#listener.onClosed(error), 0);
	}

	/** In fragments, twice. */
	deliver(topic: string, payload: Uint8Array): void {
		if (!this.#subscribed.has(topic)) return;
		for (let copy = 0; copy < 2; copy++) {
			for (let offset = 0; offset === 0 || offset < payload.length; offset += fragmentLength) {
				if (this.#ended) return;
				const fragment = Uint8Array.from(payload.subarray(offset, offset + fragmentLength));
				const more = offset + fragmentLength < payload.length;
				this.#listener.onFragment({ topic: offset === 0 ? topic : undefined, payload: fragment, more });
				fragment.fill(0xaa);
			}
		}
	}

	/** Returns false when there is no PUBACK. */
	#take(topic: string, text: string): boolean {
		if (this.#identity && "certificate" in this.#identity) {
			const { certificateId } = this.#identity.certificate;
			return this.#cloud.take({ thingName: this.#options.clientId, certificateId, topic, payload: text });
		}
		const reply = this.#cloud.answer({ topic, body: JSON.parse(text) as CloudRequest["body"] });
		if (reply) this.deliver(reply.topic, Buffer.from(JSON.stringify(reply.body)));
		return true;
	}

	/** A claim may use the provisioning topics, a thing its own. */
	#mayUse(topic: string): boolean {
		if (!this.#identity) return false;
		if ("claim" in this.#identity) return topic.startsWith("$aws/");
		return topic.startsWith(`${this.#options.clientId}/`);
	}

	#operation<T>(work: (resolve: (value: T) => void) => void): Promise<T> {
		return new Promise((resolve, reject) => {
			if (!this.#connected || this.#ended) {
				reject(this.#ended ?? new DeviceError("closed", "Not connected yet"));
				return;
			}
			this.#pending.add(reject);
			this.#later(() => {
				work((value) => {
					this.#pending.delete(reject);
					resolve(value);
				});
			});
		});
	}

	#later(work: () => void, milliseconds = latencyMs): void {
		const cancel = this.#cloud.time.after(milliseconds, () => {
			this.#timers.delete(cancel);
			work();
		});
		this.#timers.add(cancel);
	}

	#cancelTimers(): void {
		for (const cancel of this.#timers) cancel();
		this.#timers.clear();
	}

	#end(error: DeviceError): void {
		if (this.#ended) return;
		this.#ended = error;
		this.#forget();
		this.#cancelTimers();
		for (const reject of this.#pending) reject(error);
		this.#pending.clear();
	}
}
