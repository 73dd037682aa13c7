import type { Reading } from "./reading.js";

/** Readings not acknowledged yet, oldest first. When full, the oldest makes room: the newest are worth more. */
export class ReadingQueue {
	readonly #limit: number;
	#readings: Reading[] = [];
	#dropped = 0;

	/** `limit` >= 1 */
	constructor(limit: number) {
		this.#limit = limit;
	}

	/** Total dropped so far. */
	get dropped(): number {
		return this.#dropped;
	}

	/** The oldest one. */
	get head(): Reading | undefined {
		return this.#readings[0];
	}

	/** Returns true when an older reading was dropped for it. */
	add(reading: Reading): boolean {
		this.#readings.push(reading);
		if (this.#readings.length <= this.#limit) return false;
		this.#readings.shift();
		this.#dropped += 1;
		return true;
	}

	/** Removes `reading` once it is acknowledged; nothing happens when it was dropped meanwhile. */
	remove(reading: Reading): void {
		this.#readings = this.#readings.filter((other) => other !== reading);
	}
}
