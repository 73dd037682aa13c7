import { DeviceError, toDeviceError } from "../../ports/errors.js";
import type { MessageSink } from "./message-router.js";

export interface WholeMessageOptions {
	readonly topic: string;
	/** Longest payload, bytes. */
	readonly limit: number;
	/** What it throws about the message is told to `onFailure`. */
	readonly onPayload: (payload: Uint8Array) => void;
	/** `reply-too-large`, or what `onPayload` threw. Throws nothing. */
	readonly onFailure: (error: DeviceError) => void;
}

/** Keeps the pieces of a message until it is whole, or until it is longer than its limit. */
export class WholeMessage implements MessageSink {
	readonly #options: WholeMessageOptions;
	#payload = new Uint8Array(0);
	#isTooLong = false;

	constructor(options: WholeMessageOptions) {
		this.#options = options;
	}

	take(piece: Uint8Array): void {
		const { topic, limit, onFailure } = this.#options;
		if (this.#isTooLong) return;
		const before = this.#payload;
		const length = before.length + piece.length;
		this.#isTooLong = length > limit;
		this.#payload = new Uint8Array(this.#isTooLong ? 0 : length);
		if (this.#isTooLong) {
			onFailure(tooLong(topic, limit));
			return;
		}
		// One array grows: on a chip, a list of pieces costs more than copying them.
		this.#payload.set(before);
		this.#payload.set(piece, before.length);
	}

	end(): void {
		if (this.#isTooLong) return;
		try {
			this.#options.onPayload(this.#payload);
		} catch (thrown) {
			this.#options.onFailure(toDeviceError(thrown));
		}
	}
}

/** `reply-too-large` */
export function tooLong(topic: string, limit: number): DeviceError {
	return new DeviceError("reply-too-large", `A message on "${topic}" has more than ${limit} bytes`);
}
