import { DeviceError } from "../../ports/errors.js";
import type { MqttFragment } from "../../ports/mqtt-client.js";

export interface MqttMessage {
	readonly topic: string;
	readonly payload: Uint8Array;
}

/** Largest message assembled, bytes. CreateKeysAndCertificate answers with about 3.6 KB. */
export const longestMessage = 8192;

/** Puts the fragments of incoming messages together. */
export class MessageAssembler {
	#topic: string | undefined;
	#parts: Uint8Array[] = [];
	#length = 0;

	/** The message that `fragment` completes, if it does. Throws `reply-too-large`, and skips the rest of that message. */
	add(fragment: MqttFragment): MqttMessage | undefined {
		if (fragment.topic !== undefined) this.#begin(fragment.topic);
		const topic = this.#topic;
		// The rest of a message that was given up.
		if (topic === undefined) return undefined;
		this.#length += fragment.payload.length;
		if (this.#length > longestMessage) {
			this.#begin(undefined);
			throw new DeviceError("reply-too-large", `A message on "${topic}" has more than ${longestMessage} bytes`);
		}
		this.#parts.push(fragment.payload.slice());
		if (fragment.more) return undefined;
		const payload = this.#join();
		this.#begin(undefined);
		return { topic, payload };
	}

	#begin(topic: string | undefined): void {
		this.#topic = topic;
		this.#parts = [];
		this.#length = 0;
	}

	#join(): Uint8Array {
		const [only] = this.#parts;
		if (only && this.#parts.length === 1) return only;
		const payload = new Uint8Array(this.#length);
		let offset = 0;
		for (const part of this.#parts) {
			payload.set(part, offset);
			offset += part.length;
		}
		return payload;
	}
}
