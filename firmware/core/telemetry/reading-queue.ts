import type { StoredReading } from "./reading.js";

/** Readings in memory, oldest first. When full, the oldest makes room: the newest are worth more. */
export class ReadingQueue {
	#limit: number;
	#readings: StoredReading[] = [];

	/** `limit` >= 1 */
	constructor(limit: number) {
		this.#limit = limit;
	}

	set limit(limit: number) {
		this.#limit = limit;
		this.#readings = this.#readings.slice(-limit);
	}

	/** Sequence numbers must grow. */
	add(reading: StoredReading): void {
		this.#readings.push(reading);
		if (this.#readings.length > this.#limit) this.#readings.shift();
	}

	/** The oldest one behind `sequence`; forgets those up to it. */
	after(sequence: number): StoredReading | undefined {
		while (this.#readings[0] && this.#readings[0].sequence <= sequence) this.#readings.shift();
		return this.#readings[0];
	}
}
