/** Calls back once when nothing was heard for a while. Costs nothing each time something is. */
export class SilenceTimer {
	readonly #onSilence: () => void;
	#milliseconds: number;
	#heardAt = performance.now();
	#timer: NodeJS.Timeout | undefined;

	constructor(milliseconds: number, onSilence: () => void) {
		this.#milliseconds = milliseconds;
		this.#onSilence = onSilence;
		this.#arm(milliseconds);
	}

	/** `at`: by `performance.now()`, of a moment ago. */
	heard(at: number): void {
		this.#heardAt = at;
	}

	/** From now on, so many milliseconds. */
	restart(milliseconds: number): void {
		this.#milliseconds = milliseconds;
		this.heard(performance.now());
		this.#arm(milliseconds);
	}

	/** May be called twice. */
	stop(): void {
		clearTimeout(this.#timer);
	}

	#arm(milliseconds: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#look(), milliseconds);
		this.#timer.unref();
	}

	#look(): void {
		const left = this.#heardAt + this.#milliseconds - performance.now();
		if (left > 0) this.#arm(left);
		else this.#onSilence();
	}
}
