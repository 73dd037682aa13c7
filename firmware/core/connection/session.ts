import { DeviceError } from "../../ports/errors.js";
import {
	type MqttClient,
	type MqttConnection,
	type MqttOptions,
	subscriptionRefused,
} from "../../ports/mqtt-client.js";
import type { TextCodec } from "../../ports/text-codec.js";
import type { Cancel } from "../../ports/timer.js";
import { deferred } from "../deferred.js";
import type { Scope } from "../scope.js";
import type { Timeouts } from "../timeouts.js";
import { MessageRouter, type MqttMessage } from "./message-router.js";
import { type Request, Requests } from "./requests.js";
import { topicMatches } from "./topic-filter.js";
import { WholeMessage } from "./whole-message.js";

/** What a session needs besides its client and whom to connect as. */
export interface SessionSurroundings {
	readonly scope: Scope;
	readonly timeouts: Timeouts;
	readonly text: TextCodec;
}

/** Messages of a topic filter, for one handler. */
export interface Subscription {
	/** Topic filter, which may hold `+` and `#`. */
	readonly filter: string;
	/** Longest payload, bytes. */
	readonly limit: number;
	/** What it throws about a message is told to `onFailure`. */
	readonly onMessage: (message: MqttMessage) => void;
	/** A message that was too long, or that `onMessage` threw about. Throws nothing. */
	readonly onFailure: (error: DeviceError) => void;
}

/** One MQTT connection as the core uses it: promises with deadlines, whole messages for whom they concern, one end. */
export class Session {
	readonly #scope: Scope;
	readonly #timeouts: Timeouts;
	readonly #router = new MessageRouter();
	readonly #requests: Requests;
	readonly #connected = deferred<void>();
	readonly #whenEnded = new Set<(reason: DeviceError) => void>();
	readonly #connection: MqttConnection;
	readonly #onSilence = (error: DeviceError) => this.#finish(error);
	#release: () => void = () => {};
	#ended: DeviceError | undefined;
	/** Made when it is asked for: most connections do without. */
	#ownScope: Scope | undefined;

	private constructor(client: MqttClient, options: MqttOptions, { scope, timeouts, text }: SessionSurroundings) {
		this.#scope = scope;
		this.#timeouts = timeouts;
		this.#requests = new Requests(text);
		this.#router.add(this.#requests);
		this.#connection = client.open(options, {
			onConnected: () => this.#connected.resolve(),
			onFragment: (fragment) => this.#router.take(fragment),
			onClosed: (error) => this.#finish(error),
		});
		this.#release = scope.own(() => this.#close());
	}

	/** Resolves with a connected session, owned by the scope. Rejects with the codes of MqttListener.onClosed, or `timeout`. */
	static async open(client: MqttClient, options: MqttOptions, surroundings: SessionSurroundings): Promise<Session> {
		const session = new Session(client, options, surroundings);
		const { scope, timeouts } = surroundings;
		try {
			const connected = session.until(session.#connected.promise);
			await scope.within(connected, timeouts.connectMs, `a connection to ${options.host}:${options.port}`);
			return session;
		} catch (error) {
			session.close();
			throw error;
		}
	}

	/** Ends with the connection: for waits, timers and what else is opened on it. */
	get scope(): Scope {
		this.#ownScope ??= this.#scope.child();
		if (this.#ended) this.#ownScope.close();
		return this.#ownScope;
	}

	/** Why the connection is no more; undefined while it lasts. */
	get ended(): DeviceError | undefined {
		return this.#ended;
	}

	/** Hands messages of a filter that is subscribed to, or is about to be, to one handler. Returns what takes it out again. */
	route({ filter, limit, onMessage, onFailure }: Subscription): Cancel {
		return this.#router.add({
			begin: (topic) => {
				if (!topicMatches(filter, topic)) return undefined;
				return new WholeMessage({ topic, limit, onPayload: (payload) => onMessage({ topic, payload }), onFailure });
			},
		});
	}

	/** Resolves when the broker granted every filter. Rejects with `subscription-refused` and the codes of MqttConnection. */
	async subscribe(filters: readonly string[]): Promise<void> {
		const granted = this.#connection.subscribe(filters, 1);
		const codes = await this.#answered(granted, this.#timeouts.subscribeMs, "SUBACK");
		const refused = filters.filter((_, index) => (codes[index] ?? subscriptionRefused) === subscriptionRefused);
		if (refused.length > 0) {
			throw new DeviceError("subscription-refused", `The broker refused to subscribe to ${refused.join(", ")}`);
		}
	}

	/** Publishes with QoS 1 and resolves on PUBACK. */
	publish(topic: string, payload: Uint8Array): Promise<void> {
		const acknowledged = this.#connection.publish(topic, payload, 1);
		return this.#answered(acknowledged, this.#timeouts.acknowledgeMs, `PUBACK of "${topic}"`);
	}

	/**
	 * Publishes a request and resolves with its answer, accepted or rejected. The answer may overtake the PUBACK, and is all that counts.
	 * Rejects with `timeout`, `reply-too-large` and the codes of MqttConnection.
	 */
	async request(request: Request): Promise<MqttMessage> {
		const pending = this.#requests.add(request);
		this.#connection.publish(request.topic, request.payload, 1).catch(pending.reject);
		try {
			return await this.#scope.within(pending.answer, this.#timeouts.replyMs, `the reply to "${request.topic}"`);
		} finally {
			this.#requests.forget(pending);
		}
	}

	/** Settles as `promise` does, but rejects with the reason when the connection ends first. Nothing is kept of it afterwards. */
	until<T>(promise: Promise<T>): Promise<T> {
		return new Promise((resolve, reject) => {
			const forget = this.whenEnded(reject);
			promise.then(
				(value) => {
					forget();
					resolve(value);
				},
				(error: unknown) => {
					forget();
					reject(error);
				},
			);
		});
	}

	/** Calls `listener` once with the reason when the connection ends, or at once if it has. Returns what forgets it. */
	whenEnded(listener: (reason: DeviceError) => void): Cancel {
		if (this.#ended) listener(this.#ended);
		else this.#whenEnded.add(listener);
		return () => this.#whenEnded.delete(listener);
	}

	/** May be called twice. */
	close(): void {
		this.#release();
	}

	/** A broker that does not answer its own protocol is gone, whatever the network says. */
	#answered<T>(promise: Promise<T>, milliseconds: number, what: string): Promise<T> {
		return this.#scope.within(promise, milliseconds, what, this.#onSilence);
	}

	#close(): void {
		this.#connection.close();
		this.#ownScope?.close();
		this.#finish(new DeviceError("closed", "The connection was closed"));
	}

	#finish(error: DeviceError): void {
		this.#ended ??= error;
		this.#requests.rejectAll(error);
		for (const listener of this.#whenEnded) listener(error);
		this.#whenEnded.clear();
	}
}
