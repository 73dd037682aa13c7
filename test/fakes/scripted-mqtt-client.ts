import { type Deferred, deferred } from "../../firmware/core/deferred.js";
import { DeviceError } from "../../firmware/ports/errors.js";
import type { MqttClient, MqttConnection, MqttListener, MqttOptions } from "../../firmware/ports/mqtt-client.js";

/** A client whose broker is the test: nothing happens by itself. One connection at a time. */
export class ScriptedMqttClient implements MqttClient {
	options: MqttOptions | undefined;
	closes = 0;
	readonly subscribed: (readonly string[])[] = [];
	readonly published: { readonly topic: string; readonly text: string }[] = [];
	suback: Deferred<readonly number[]> = deferred();
	puback: Deferred<void> = deferred();
	#listener: MqttListener | undefined;

	open(options: MqttOptions, listener: MqttListener): MqttConnection {
		this.options = options;
		this.#listener = listener;
		return {
			subscribe: (topics) => {
				this.subscribed.push(topics);
				return this.suback.promise;
			},
			publish: (topic, payload) => {
				this.published.push({ topic, text: Buffer.from(payload).toString() });
				return this.puback.promise;
			},
			close: () => {
				this.closes += 1;
				this.#listener = undefined;
				this.#rejectAll(new DeviceError("closed", "Closed"));
			},
		};
	}

	connect(): void {
		this.#listener?.onConnected();
	}

	end(code: "connection-lost" | "connection-refused" = "connection-lost"): void {
		const error = new DeviceError(code, "The broker ended the connection");
		const listener = this.#listener;
		this.#listener = undefined;
		this.#rejectAll(error);
		listener?.onClosed(error);
	}

	message(topic: string, payload: string | Uint8Array): void {
		this.#listener?.onFragment({ topic, payload: Buffer.from(payload), more: false });
	}

	#rejectAll(error: DeviceError): void {
		for (const { promise, reject } of [this.suback, this.puback]) {
			// Nobody may be waiting for them.
			promise.catch(() => {});
			reject(error);
		}
	}
}
