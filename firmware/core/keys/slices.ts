import { DeviceError } from "../../ports/errors.js";
import type { Asker } from "../../ports/key-maker.js";
import type { Timer } from "../../ports/timer.js";

/** Cuts a long computation into pieces, between which everything else of the device has its turn. */
export class Slices {
	readonly #timer: Timer;
	readonly #asker: Asker | undefined;

	constructor(timer: Timer, asker?: Asker) {
		this.#timer = timer;
		this.#asker = asker;
	}

	/** Resolves when the others had their turn. Rejects with `closed` when nobody waits for the result any more. */
	next(): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#timer.after(0, () => {
				if (this.#asker?.closed) reject(new DeviceError("closed", "Stopped making a key: nobody waits for it"));
				else resolve();
			});
		});
	}
}
