import type { Cancel, Timer } from "firmware/ports/timer";
import type { ScaledTime } from "./scaled-time.js";

interface Pending {
	readonly due: number;
	readonly callback: () => void;
	cancel: Cancel;
}

/** A timer that counts device time. */
export class ScaledTimer implements Timer {
	readonly #timer: Timer;
	readonly #time: ScaledTime;
	readonly #pending = new Set<Pending>();

	constructor(timer: Timer, time: ScaledTime) {
		this.#timer = timer;
		this.#time = time;
	}

	after(milliseconds: number, callback: () => void): Cancel {
		const pending: Pending = { due: this.#time.now() + milliseconds, callback, cancel: () => {} };
		this.#pending.add(pending);
		this.#arm(pending);
		return () => {
			this.#pending.delete(pending);
			pending.cancel();
		};
	}

	/** The speed is another one: what is pending would be late. */
	rearm(): void {
		for (const pending of this.#pending) {
			pending.cancel();
			this.#arm(pending);
		}
	}

	#arm(pending: Pending): void {
		const left = Math.max(0, Math.ceil((pending.due - this.#time.now()) / this.#time.speed));
		pending.cancel = this.#timer.after(left, () => {
			this.#pending.delete(pending);
			pending.callback();
		});
	}
}
