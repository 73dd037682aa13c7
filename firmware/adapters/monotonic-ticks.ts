import Time from "time";

/** `Time.ticks` is a 32-bit counter that wraps after 49 days; this one goes on, if asked more often than every 24. */
export class MonotonicTicks {
	#last = Time.ticks;
	#elapsed = 0;

	/** Milliseconds since this object was made. */
	read(): number {
		const now = Time.ticks;
		this.#elapsed += Time.delta(this.#last, now);
		this.#last = now;
		return this.#elapsed;
	}
}
