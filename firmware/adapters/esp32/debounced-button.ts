import type { Button } from "../../ports/board.js";
import type { Cancel, Timer } from "../../ports/timer.js";

/** Contacts bounce for up to 20 ms. */
const settleMs = 30;

export interface Contact {
	/** True while pressed. Throws what the pin says. */
	read(): boolean;
	close(): void;
}

/** Tells when a button was pressed or released, once its contact has come to rest. */
export class DebouncedButton implements Button {
	readonly #timer: Timer;
	readonly #onChange: (pressed: boolean) => void;
	readonly #contact: Contact;
	#pressed: boolean;
	#settling: Cancel | undefined;
	#closed = false;

	/** `open` is given what to call at each edge. */
	constructor(open: (onEdge: () => void) => Contact, timer: Timer, onChange: (pressed: boolean) => void) {
		this.#timer = timer;
		this.#onChange = onChange;
		this.#contact = open(() => this.#settle());
		this.#pressed = this.#contact.read();
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#settling?.();
		this.#contact.close();
	}

	#settle(): void {
		if (this.#closed) return;
		this.#settling?.();
		this.#settling = this.#timer.after(settleMs, () => this.#update());
	}

	#update(): void {
		if (this.#closed) return;
		const pressed = this.#contact.read();
		if (pressed === this.#pressed) return;
		this.#pressed = pressed;
		this.#onChange(pressed);
	}
}
