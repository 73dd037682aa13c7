import type { IncomingMessage } from "./incoming-message.js";

/** Ours: messages that wait for one rule, and their bytes. */
const mostWaiting = 1000;
const mostBytes = 16 * 1024 * 1024;

export interface RuleQueueParts {
	/** Never rejects. */
	readonly run: (message: IncomingMessage) => Promise<void>;
	/** There is no room for that message. */
	readonly onDropped: (message: IncomingMessage) => void;
}

/** The messages of one rule, one after the other. The first one runs once whoever published has gone on. */
export class RuleQueue {
	readonly #parts: RuleQueueParts;
	#waiting: IncomingMessage[] = [];
	#bytes = 0;
	#isRunning = false;

	constructor(parts: RuleQueueParts) {
		this.#parts = parts;
	}

	offer(message: IncomingMessage): void {
		const bytes = this.#bytes + message.payload.length;
		if (this.#waiting.length >= mostWaiting || bytes > mostBytes) {
			this.#parts.onDropped(message);
			return;
		}
		this.#bytes = bytes;
		this.#waiting.push(message);
		if (this.#isRunning) return;
		this.#isRunning = true;
		setImmediate(() => void this.#drain());
	}

	/** What waits is dropped. */
	close(): void {
		this.#waiting = [];
		this.#bytes = 0;
	}

	async #drain(): Promise<void> {
		for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
			this.#bytes -= next.payload.length;
			await this.#parts.run(next);
		}
		this.#isRunning = false;
	}
}
