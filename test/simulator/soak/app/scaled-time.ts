import { MonotonicTicks } from "firmware/adapters/monotonic-ticks";

/** The device's time: as fast as ours until `accelerate`, then `speed` times as fast. */
export class ScaledTime {
	readonly #real = new MonotonicTicks();
	#speed = 1;
	#since = 0;
	#base = 0;

	get speed(): number {
		return this.#speed;
	}

	/** Device ms since this object was made. */
	now(): number {
		return this.#base + (this.#real.read() - this.#since) * this.#speed;
	}

	/** Call it once. */
	accelerate(speed: number): void {
		this.#base = this.now();
		this.#since = this.#real.read();
		this.#speed = speed;
	}
}
