import Time from "time";

/** Adds up the time between marks under the name of the first. */
export class Phases {
	#current = "";
	#since = 0;
	readonly #sums = new Map<string, number>();

	get current(): string {
		return this.#current;
	}

	enter(phase: string): void {
		const now = Time.ticks;
		if (this.#current !== "") this.#sums.set(this.#current, (this.#sums.get(this.#current) ?? 0) + now - this.#since);
		this.#current = phase;
		this.#since = now;
	}

	/** ms of each phase, divided by `rounds`; begins anew. */
	take(rounds: number): Record<string, number> {
		this.enter("");
		const means = [...this.#sums].map(([phase, milliseconds]) => [phase, milliseconds / rounds]);
		this.#sums.clear();
		return Object.fromEntries(means);
	}
}

declare global {
	/** The SDK makes its sessions by itself, and preloaded modules keep no state: main sets this. */
	var phases: Phases;
}
