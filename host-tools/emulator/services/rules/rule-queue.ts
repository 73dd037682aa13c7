import type { IncomingMessage } from "./incoming-message.js";

/** Ours: messages that wait for one rule, bytes that wait for all, and what a message costs beside its payload. */
const mostWaiting = 1000;
const mostBytes = 64 * 1024 * 1024;
const messageOverhead = 256;

/** Bytes of the messages that wait, whatever their rules. */
export class QueueRoom {
	#held = 0;

	/** False when there is no room for the message. */
	take(message: IncomingMessage): boolean {
		const bytes = bytesOf(message);
		if (this.#held + bytes > mostBytes) return false;
		this.#held += bytes;
		return true;
	}

	give(message: IncomingMessage): void {
		this.#held -= bytesOf(message);
	}
}

function bytesOf({ topic, payload }: IncomingMessage): number {
	return payload.length + topic.length + messageOverhead;
}

/** ms for which messages are handled before the others in this process have their turn. */
const turn = 5;

/** The turns of all rules. */
export class RuleTurns {
	#until = 0;
	#waiting: (() => void)[] = [];

	/** Resolves in the next turn when this one is over; undefined as long as it is not. */
	next(): Promise<void> | undefined {
		if (performance.now() < this.#until) return undefined;
		return new Promise((resolve) => {
			this.#waiting.push(resolve);
			if (this.#waiting.length === 1) setImmediate(() => this.#begin());
		});
	}

	#begin(): void {
		this.#until = performance.now() + turn;
		for (const resolve of this.#waiting.splice(0)) resolve();
	}
}

export interface RuleQueueParts {
	readonly room: QueueRoom;
	readonly turns: RuleTurns;
	/** Never rejects. */
	readonly run: (message: IncomingMessage) => Promise<void>;
	/** There is no room for that message. */
	readonly onDropped: (message: IncomingMessage) => void;
}

/** The messages of one rule, one after the other. The first one runs once whoever published has gone on. */
export class RuleQueue {
	readonly #parts: RuleQueueParts;
	#waiting: IncomingMessage[] = [];
	#isRunning = false;

	constructor(parts: RuleQueueParts) {
		this.#parts = parts;
	}

	offer(message: IncomingMessage): void {
		if (this.#waiting.length >= mostWaiting || !this.#parts.room.take(message)) {
			this.#parts.onDropped(message);
			return;
		}
		this.#waiting.push(message);
		if (this.#isRunning) return;
		this.#isRunning = true;
		setImmediate(() => void this.#drain());
	}

	/** What waits is dropped. */
	close(): void {
		for (const message of this.#waiting.splice(0)) this.#parts.room.give(message);
	}

	async #drain(): Promise<void> {
		for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
			this.#parts.room.give(next);
			await this.#parts.turns.next();
			await this.#parts.run(next);
		}
		this.#isRunning = false;
	}
}
