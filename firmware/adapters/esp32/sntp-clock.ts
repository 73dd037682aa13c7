import Time from "time";
import type { Clock } from "../../ports/clock.js";
import type { Timer } from "../../ports/timer.js";
import { MonotonicTicks } from "../monotonic-ticks.js";
import { askServers } from "./ask-servers.js";
import { askSntp } from "./sntp-question.js";

/** Time from SNTP. Setting the wall clock touches no timer: FreeRTOS counts its ticks on, and so does `ticks()`. */
export class SntpClock implements Clock {
	readonly #ticks = new MonotonicTicks();
	readonly #timer: Timer;
	/** Of questions; an earlier one is over when a later one began. */
	#count = 0;

	constructor(timer: Timer) {
		this.#timer = timer;
	}

	now(): number {
		return Date.now();
	}

	ticks(): number {
		return this.#ticks.read();
	}

	async synchronize(servers: readonly string[]): Promise<void> {
		this.#count += 1;
		const mine = this.#count;
		const seconds = await askServers(servers, askSntp, this.#timer, () => mine !== this.#count);
		Time.set(seconds);
	}
}
