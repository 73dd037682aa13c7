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
	#pieces: Uint8Array[] = [];
	#length = 0;
	#isTooLong = false;

	constructor(options: WholeMessageOptions) {
		this.#options = options;
	}

	take(piece: Uint8Array): void {
		const { topic, limit, onFailure } = this.#options;
		if (this.#isTooLong) return;
		this.#length += piece.length;
		if (this.#length <= limit) {
			this.#pieces.push(piece.slice());
			return;
		}
		this.#isTooLong = true;
		this.#pieces = [];
		onFailure(tooLong(topic, limit));
	}

	end(): void {
		if (this.#isTooLong) return;
		try {
			this.#options.onPayload(join(this.#pieces, this.#length));
		} catch (thrown) {
			this.#options.onFailure(toDeviceError(thrown));
		}
	}
}

/** `reply-too-large` */
export function tooLong(topic: string, limit: number): DeviceError {
	return new DeviceError("reply-too-large", `A message on "${topic}" has more than ${limit} bytes`);
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
	const [only] = pieces;
	if (only && pieces.length === 1) return only;
	const payload = new Uint8Array(length);
	let offset = 0;
	for (const piece of pieces) {
		payload.set(piece, offset);
		offset += piece.length;
	}
	return payload;
}
