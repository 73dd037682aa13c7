import type { StatusLight as Light } from "../../ports/board.js";
import type { Cancel, Timer } from "../../ports/timer.js";
import type { DeviceState } from "../run/device-state.js";

/** Milliseconds on, off, on, off, …; begins anew at its end. Of one number: that is how it stays, on. */
export type LightPattern = readonly number[];

/** What a person can tell apart across a room: slow, fast, one, two or three blinks, and hardly at all. */
export const lightPatterns: Readonly<Record<DeviceState, LightPattern>> = Object.freeze({
	// Waits for a person: slowly, half on and half off.
	unclaimed: Object.freeze([1000, 1000] as const),
	claimed: Object.freeze([500, 500] as const),
	// One, two, three blinks: how far it has come.
	connecting: Object.freeze([100, 900] as const),
	provisioning: Object.freeze([100, 200, 100, 900] as const),
	verifying: Object.freeze([100, 200, 100, 200, 100, 900] as const),
	// All is well: a short glimpse, which does not disturb a bedroom.
	online: Object.freeze([50, 4950] as const),
	// Goes on by itself.
	"backing-off": Object.freeze([50, 1950] as const),
	// Wants help.
	failed: Object.freeze([100, 100] as const),
});

/** A light that tells the device's state, and by being on that a held button is noticed. */
export class StatusLight {
	readonly #light: Light;
	readonly #timer: Timer;
	#pattern: LightPattern = [];
	#cancel: Cancel = () => {};
	#closed = false;

	constructor(light: Light, timer: Timer) {
		this.#light = light;
		this.#timer = timer;
	}

	/** Shows `state` from now on. */
	show(state: DeviceState): void {
		this.#start(lightPatterns[state]);
	}

	/** Shows that a held button is noticed, until `show` is called. */
	showHeld(): void {
		this.#start([1]);
	}

	/** Dark, for good. May be called twice. */
	close(): void {
		if (this.#closed) return;
		this.#cancel();
		this.#closed = true;
		this.#light.close();
	}

	#start(pattern: LightPattern): void {
		if (this.#closed) return;
		this.#cancel();
		this.#pattern = pattern;
		this.#step(0);
	}

	#step(index: number): void {
		const duration = this.#pattern[index];
		if (duration === undefined) return;
		this.#light.set(index % 2 === 0);
		if (this.#pattern.length === 1) return;
		this.#cancel = this.#timer.after(duration, () => this.#step((index + 1) % this.#pattern.length));
	}
}
