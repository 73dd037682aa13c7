/** Work that is done one piece a turn of the event loop, so that a storm of it keeps nobody else waiting. */
export class TurnQueue {
	readonly #most: number;
	readonly #failed: (error: Error) => void;
	readonly #waiting: (() => void)[] = [];

	/** `most` pieces wait at a time; `failed` hears what a piece throws, and the next one goes on. */
	constructor(most: number, failed: (error: Error) => void) {
		this.#most = most;
		this.#failed = failed;
	}

	get isFull(): boolean {
		return this.#waiting.length >= this.#most;
	}

	/** False, and the work is dropped, when the queue is full. */
	add(work: () => void): boolean {
		if (this.isFull) return false;
		this.#waiting.push(work);
		if (this.#waiting.length === 1) setImmediate(() => this.#next());
		return true;
	}

	#next(): void {
		try {
			this.#waiting[0]?.();
		} catch (error) {
			this.#failed(error as Error);
		}
		this.#waiting.shift();
		if (this.#waiting.length > 0) setImmediate(() => this.#next());
	}
}
