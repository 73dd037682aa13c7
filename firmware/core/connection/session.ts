import { DeviceError, toDeviceError } from "../../ports/errors.js";
import {
	type MqttClient,
	type MqttConnection,
	type MqttFragment,
	type MqttOptions,
	subscriptionRefused,
} from "../../ports/mqtt-client.js";
import { deferred } from "../deferred.js";
import type { Scope } from "../scope.js";
import type { Timeouts } from "../timeouts.js";
import { MessageAssembler, type MqttMessage } from "./message-assembler.js";

type Settle = { resolve: (message: MqttMessage) => void; reject: (error: DeviceError) => void };

/** One MQTT connection as the core uses it: promises with deadlines, whole messages, one end. */
export class Session {
	readonly #scope: Scope;
	readonly #timeouts: Timeouts;
	readonly #assembler = new MessageAssembler();
	readonly #connected = deferred<void>();
	readonly #pending = new Set<(error: DeviceError) => void>();
	readonly #connection: MqttConnection;
	#waiting: { topics: readonly string[]; settle: Settle } | undefined;
	#release: () => void = () => {};
	#ended: DeviceError | undefined;

	private constructor(client: MqttClient, options: MqttOptions, scope: Scope, timeouts: Timeouts) {
		this.#scope = scope;
		this.#timeouts = timeouts;
		this.#connection = client.open(options, {
			onConnected: () => this.#connected.resolve(),
			onFragment: (fragment) => this.#receive(fragment),
			onClosed: (error) => this.#finish(error),
		});
		this.#release = scope.own(() => this.#close());
	}

	/** Resolves with a connected session, owned by `scope`. Rejects with the codes of MqttListener.onClosed, or `timeout`. */
	static async open(client: MqttClient, options: MqttOptions, scope: Scope, timeouts: Timeouts): Promise<Session> {
		const session = new Session(client, options, scope, timeouts);
		try {
			const connected = session.until(session.#connected.promise);
			await scope.within(connected, timeouts.connectMs, `a connection to ${options.host}:${options.port}`);
			return session;
		} catch (error) {
			session.close();
			throw error;
		}
	}

	/** Resolves when the broker granted every topic. Rejects with `subscription-refused` and the codes of MqttConnection. */
	async subscribe(topics: readonly string[]): Promise<void> {
		const granted = this.#connection.subscribe(topics, 1);
		const codes = await this.#scope.within(granted, this.#timeouts.subscribeMs, "SUBACK");
		const refused = topics.filter((_, index) => (codes[index] ?? subscriptionRefused) === subscriptionRefused);
		if (refused.length > 0) {
			throw new DeviceError("subscription-refused", `The broker refused to subscribe to ${refused.join(", ")}`);
		}
	}

	/** Settles as `promise` does, but rejects with the reason when the connection ends first. Nothing is kept of it afterwards. */
	until<T>(promise: Promise<T>): Promise<T> {
		return new Promise((resolve, reject) => {
			if (this.#ended) reject(this.#ended);
			this.#pending.add(reject);
			promise.then(resolve, reject).finally(() => this.#pending.delete(reject));
		});
	}

	/** Publishes with QoS 1 and resolves on PUBACK. */
	publish(topic: string, payload: Uint8Array): Promise<void> {
		const acknowledged = this.#connection.publish(topic, payload, 1);
		return this.#scope.within(acknowledged, this.#timeouts.acknowledgeMs, `PUBACK of "${topic}"`);
	}

	/**
	 * Publishes `payload` and resolves with the next message on one of `replyTopics`, which are subscribed already.
	 * The reply may overtake the PUBACK, and is all that counts. One request at a time.
	 */
	async request(topic: string, payload: Uint8Array, replyTopics: readonly string[]): Promise<MqttMessage> {
		const reply = new Promise<MqttMessage>((resolve, reject) => {
			this.#waiting = { topics: replyTopics, settle: { resolve, reject } };
			this.#connection.publish(topic, payload, 1).catch((error: unknown) => reject(toDeviceError(error)));
		});
		try {
			return await this.#scope.within(reply, this.#timeouts.replyMs, `the reply to "${topic}"`);
		} finally {
			this.#waiting = undefined;
		}
	}

	/** May be called twice. */
	close(): void {
		this.#release();
	}

	#close(): void {
		this.#connection.close();
		this.#finish(new DeviceError("closed", "The connection was closed"));
	}

	#finish(error: DeviceError): void {
		this.#ended ??= error;
		this.#waiting?.settle.reject(error);
		for (const reject of this.#pending) reject(error);
		this.#pending.clear();
	}

	#receive(fragment: MqttFragment): void {
		const waiting = this.#waiting;
		try {
			const message = this.#assembler.add(fragment);
			if (message && waiting?.topics.includes(message.topic)) waiting.settle.resolve(message);
		} catch (error) {
			waiting?.settle.reject(toDeviceError(error));
		}
	}
}
