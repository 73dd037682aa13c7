import { limits } from "../limits.js";
import type { Message } from "../routing/message.js";

/** A QoS 1 message for one session, until it is acknowledged. */
export interface Outgoing {
	/** Replaced by a copy of its own when it has to wait. */
	message: Message;
	/** Whether it was sent before, on this connection or an earlier one. */
	wasSent: boolean;
	/** For this client whether it has subscribed or not, whatever its policy says. */
	readonly isDirect?: boolean;
	/** Called when it was acknowledged, or turned out not to be for this client. */
	readonly onSettled?: () => void;
}

const highestId = 65_535;

/** The QoS 1 messages of one connection: a window of them is under way, the others wait. */
export class OutgoingMessages {
	readonly #send: (entry: Outgoing, messageId: number) => boolean;
	readonly #underWay = new Map<number, Outgoing>();
	/** From `#next` on. */
	#waiting: Outgoing[] = [];
	#next = 0;
	#bytes = 0;
	#lastId = 0;
	#closed = false;

	/** `send` returns false when the message is not for this client: it takes no place in the window. */
	constructor(send: (entry: Outgoing, messageId: number) => boolean) {
		this.#send = send;
	}

	/** Bytes of the payloads that wait behind the window. */
	get waitingBytes(): number {
		return this.#bytes;
	}

	/** Nothing is sent or settled any more. */
	close(): void {
		this.#closed = true;
		this.#waiting = [];
	}

	/** Sends it, or lets it wait. */
	add(entry: Outgoing): void {
		if (this.#closed) return;
		if (this.#underWay.size < limits.underWay && this.#next === this.#waiting.length) {
			this.#start(entry);
			return;
		}
		// The payload may be a view of a whole chunk from the socket.
		entry.message = { ...entry.message, payload: Buffer.from(entry.message.payload) };
		this.#waiting.push(entry);
		this.#bytes += entry.message.payload.length;
	}

	/** What PUBACK says. An id that is not under way is no news. */
	acknowledge(messageId: number): void {
		const entry = this.#underWay.get(messageId);
		if (entry === undefined || this.#closed) return;
		this.#underWay.delete(messageId);
		entry.onSettled?.();
		this.#sendWaiting();
	}

	#sendWaiting(): void {
		while (this.#underWay.size < limits.underWay && !this.#closed) {
			const entry = this.#waiting[this.#next];
			if (entry === undefined) break;
			this.#next += 1;
			this.#bytes -= entry.message.payload.length;
			this.#start(entry);
		}
		if (this.#next === this.#waiting.length || this.#next > 1000) {
			this.#waiting = this.#waiting.slice(this.#next);
			this.#next = 0;
		}
	}

	#start(entry: Outgoing): void {
		const messageId = this.#freeId();
		if (!this.#send(entry, messageId)) {
			entry.onSettled?.();
			return;
		}
		entry.wasSent = true;
		this.#underWay.set(messageId, entry);
	}

	#freeId(): number {
		do {
			this.#lastId = this.#lastId === highestId ? 1 : this.#lastId + 1;
		} while (this.#underWay.has(this.#lastId));
		return this.#lastId;
	}
}
