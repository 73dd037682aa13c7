import type { Clock } from "../../ports/clock.js";
import { MonotonicTicks } from "../monotonic-ticks.js";

/** The simulator's host keeps the time. */
export class HostClock implements Clock {
	readonly #ticks = new MonotonicTicks();

	now(): number {
		return Date.now();
	}

	ticks(): number {
		return this.#ticks.read();
	}

	async synchronize(): Promise<void> {}
}
