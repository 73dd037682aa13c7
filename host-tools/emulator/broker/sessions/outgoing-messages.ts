import { limits } from "../limits.js";
import { heldBytes, type Message } from "../routing/message.js";

/** A QoS 1 message for one session, until it is acknowledged. */
export interface Outgoing {
	readonly message: Message;
	/** Whether it was sent before, on this connection or an earlier one. */
	wasSent: boolean;
	/** For this client whether it has subscribed or not, whatever its policy says. */
	readonly isDirect?: boolean;
	/** The store has it, and counts it. */
	readonly isStored?: boolean;
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
	#underWayBytes = 0;
	#waitingBytes = 0;
	/** Of those under way and those that wait. */
	#heldBytes = 0;
	#lastId = 0;
	#closed = false;

	/** `send` returns false when the message is not for this client: it takes no place in the window. */
	constructor(send: (entry: Outgoing, messageId: number) => boolean) {
		this.#send = send;
	}

	/** Bytes of what waits behind the window, without what the store has. */
	get waitingBytes(): number {
		return this.#waitingBytes;
	}

	/** Bytes of all that is not acknowledged, without what the store has. */
	get heldBytes(): number {
		return this.#heldBytes;
	}

	get #hasRoom(): boolean {
		return this.#underWay.size < limits.underWay && this.#underWayBytes < limits.underWayBytes;
	}

	/** Nothing is sent or settled any more. */
	close(): void {
		this.#closed = true;
		this.#waiting = [];
		this.#underWay.clear();
	}

	/** Sends it, or lets it wait. */
	add(entry: Outgoing): void {
		if (this.#closed) return;
		this.#heldBytes += countedBytes(entry);
		if (this.#hasRoom && this.#next === this.#waiting.length) {
			this.#start(entry);
			return;
		}
		this.#waiting.push(entry);
		this.#waitingBytes += countedBytes(entry);
	}

	/** What PUBACK says. An id that is not under way is no news. */
	acknowledge(messageId: number): void {
		const entry = this.#underWay.get(messageId);
		if (entry === undefined || this.#closed) return;
		this.#underWay.delete(messageId);
		this.#underWayBytes -= heldBytes(entry.message);
		this.#heldBytes -= countedBytes(entry);
		entry.onSettled?.();
		this.#sendWaiting();
	}

	#sendWaiting(): void {
		while (this.#hasRoom && !this.#closed) {
			const entry = this.#waiting[this.#next];
			if (entry === undefined) break;
			this.#next += 1;
			this.#waitingBytes -= countedBytes(entry);
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
			this.#heldBytes -= countedBytes(entry);
			entry.onSettled?.();
			return;
		}
		entry.wasSent = true;
		this.#underWayBytes += heldBytes(entry.message);
		this.#underWay.set(messageId, entry);
	}

	#freeId(): number {
		do {
			this.#lastId = this.#lastId === highestId ? 1 : this.#lastId + 1;
		} while (this.#underWay.has(this.#lastId));
		return this.#lastId;
	}
}

function countedBytes({ message, isStored }: Outgoing): number {
	return isStored ? 0 : heldBytes(message);
}
