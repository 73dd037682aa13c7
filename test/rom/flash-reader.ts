import { createHash } from "node:crypto";
import { words } from "./packet.js";

export interface FlashReaderOptions {
	readonly bytes: Uint8Array;
	/** Bytes in a packet. */
	readonly packetLength: number;
	/** Packets that may be on their way without an acknowledgement. */
	readonly window: number;
	send(payload: Uint8Array): void;
}

/** The stub's READ_FLASH: raw packets, each acknowledged with the number of bytes so far; at the end the MD5 of all. */
export class FlashReader {
	readonly #options: FlashReaderOptions;
	#sent = 0;
	#acknowledged = 0;

	constructor(options: FlashReaderOptions) {
		this.#options = options;
	}

	/** Sends the first packets. True: that was all. */
	start(): boolean {
		return this.#advance();
	}

	/** Takes a frame from the host. True: the transfer is over, by its end or by a frame that is no acknowledgement. */
	acknowledge(frame: Uint8Array): boolean {
		const [count] = words(frame);
		if (frame.length !== 4 || count === undefined) return true;
		this.#acknowledged = count;
		return this.#advance();
	}

	#advance(): boolean {
		const { bytes, packetLength, window, send } = this.#options;
		while (this.#sent < bytes.length && this.#sent - this.#acknowledged < window * packetLength) {
			const packet = bytes.subarray(this.#sent, this.#sent + packetLength);
			this.#sent += packet.length;
			send(packet);
		}
		if (this.#acknowledged < bytes.length) return false;
		send(createHash("md5").update(bytes).digest());
		return true;
	}
}
