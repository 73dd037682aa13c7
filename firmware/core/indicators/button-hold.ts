import type { Cancel, Timer } from "../../ports/timer.js";

export interface ButtonHoldOptions {
	readonly timer: Timer;
	/** Held for `holdMs`: the identity is to be erased. */
	readonly onEraseIdentity: () => void;
	/** Released after that, and held once more within `againMs`: everything is to be erased, the bootstrap too. */
	readonly onEraseAll: () => void;
}

/** Longer than anybody presses by accident. */
export const holdMs = 5_000;
/** For the second hold to begin, from the release that ended the first. */
export const againMs = 10_000;

/** What holding the button means. Short presses mean nothing. Give it every change of the button. */
export class ButtonHold {
	readonly #options: ButtonHoldOptions;
	#pressed = false;
	/** The identity was erased, and a second hold erases the rest. */
	#armed = false;
	#cancelHold: Cancel = () => {};
	#cancelArmed: Cancel = () => {};

	constructor(options: ButtonHoldOptions) {
		this.#options = options;
	}

	/** True while the button is down, for however long. */
	get pressed(): boolean {
		return this.#pressed;
	}

	change(pressed: boolean): void {
		if (pressed === this.#pressed) return;
		this.#pressed = pressed;
		this.#cancelHold();
		if (pressed) {
			// A hold that began in time may end after it.
			const again = this.#armed;
			this.#cancelHold = this.#options.timer.after(holdMs, () => this.#held(again));
		} else if (this.#armed) {
			this.#cancelArmed();
			this.#cancelArmed = this.#options.timer.after(againMs, () => {
				this.#armed = false;
			});
		}
	}

	/** The hold that lasts was meant for something else, and erases nothing. */
	spend(): void {
		this.#cancelHold();
	}

	/** May be called twice; nothing is called afterwards. */
	close(): void {
		this.#cancelHold();
		this.#cancelArmed();
	}

	#held(again: boolean): void {
		this.#cancelArmed();
		this.#armed = !again;
		if (again) this.#options.onEraseAll();
		else this.#options.onEraseIdentity();
	}
}
