import type { RomFaults } from "./faults.js";

/** Says once when the cable is to be pulled. */
export class UnplugTrigger {
	readonly #faults: RomFaults;
	#fired = false;
	#bytes = 0;
	#commands = 0;

	constructor(faults: RomFaults) {
		this.#faults = faults;
	}

	/** Of so many bytes from the host, how many arrive before the cable is pulled; undefined: all, and it stays. */
	bytes(count: number): number | undefined {
		const before = this.#bytes;
		this.#bytes += count;
		const { unplugAtByte } = this.#faults;
		if (unplugAtByte === undefined || this.#bytes < unplugAtByte || this.#fired) return undefined;
		this.#fired = true;
		return unplugAtByte - before;
	}

	/** A command begins. True: the cable is pulled while it runs. */
	command(): boolean {
		this.#commands += 1;
		if (this.#commands !== this.#faults.unplugAtCommand || this.#fired) return false;
		this.#fired = true;
		return true;
	}
}
