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

/** Who sends them. */
export interface Qos1Sender {
	/** False when the message is not for this client: it takes no place in the window. */
	sendQos1(entry: Outgoing, messageId: number): boolean;
}

const none: ReadonlyMap<number, Outgoing> = new Map();
/** Shared by all for whom nothing waits. */
const nobody: Outgoing[] = [];

/** The QoS 1 messages of one connection: a window of them is under way, the others wait. */
export class OutgoingMessages {
	readonly #sender: Qos1Sender;
	readonly #window: number;
	/** Made with the first message: most connections of a fleet never get one. */
	#sent: Map<number, Outgoing> | undefined;
	/** From `#next` on. */
	#waiting: Outgoing[] = nobody;
	#next = 0;
	#underWayBytes = 0;
	#waitingBytes = 0;
	/** Of those under way and those that wait. */
	#heldBytes = 0;
	#lastId = 0;
	#closed = false;

	/** `window`: messages that may be under way. */
	constructor(sender: Qos1Sender, window: number = limits.underWay) {
		this.#sender = sender;
		this.#window = window;
	}

	/** Bytes of what waits behind the window, without what the store has. */
	get waitingBytes(): number {
		return this.#waitingBytes;
	}

	/** Bytes of all that is not acknowledged, without what the store has. */
	get heldBytes(): number {
		return this.#heldBytes;
	}

	get #underWay(): ReadonlyMap<number, Outgoing> {
		return this.#sent ?? none;
	}

	get #hasRoom(): boolean {
		return this.#underWay.size < this.#window && this.#underWayBytes < limits.underWayBytes;
	}

	/** Nothing is sent or settled any more. */
	close(): void {
		this.#closed = true;
		this.#waiting = nobody;
		this.#sent = undefined;
	}

	/** Sends it, or lets it wait. */
	add(entry: Outgoing): void {
		if (this.#closed) return;
		this.#heldBytes += countedBytes(entry);
		if (this.#hasRoom && this.#next === this.#waiting.length) {
			this.#start(entry);
			return;
		}
		if (this.#waiting === nobody) this.#waiting = [];
		this.#waiting.push(entry);
		this.#waitingBytes += countedBytes(entry);
	}

	/** What PUBACK says. An id that is not under way is no news. */
	acknowledge(messageId: number): void {
		const entry = this.#underWay.get(messageId);
		if (entry === undefined || this.#closed) return;
		this.#sent?.delete(messageId);
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
		if (this.#next === this.#waiting.length) {
			this.#waiting = nobody;
			this.#next = 0;
		} else if (this.#next > 1000) {
			this.#waiting = this.#waiting.slice(this.#next);
			this.#next = 0;
		}
	}

	#start(entry: Outgoing): void {
		const messageId = this.#freeId();
		if (!this.#sender.sendQos1(entry, messageId)) {
			this.#heldBytes -= countedBytes(entry);
			entry.onSettled?.();
			return;
		}
		entry.wasSent = true;
		this.#underWayBytes += heldBytes(entry.message);
		this.#sent ??= new Map();
		this.#sent.set(messageId, entry);
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
