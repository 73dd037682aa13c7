import { DeviceError } from "../../ports/errors.js";
import type { CancellationToken } from "../../ports/key-maker.js";
import type { Timer } from "../../ports/timer.js";

/** A long computation that yields again and again, so that everything else of the device has its turn. */
export class CooperativeTask {
	readonly #timer: Timer;
	readonly #cancellation: CancellationToken | undefined;

	/** Without `cancellation` it runs to its end. */
	constructor(timer: Timer, cancellation?: CancellationToken) {
		this.#timer = timer;
		this.#cancellation = cancellation;
	}

	/** Resolves when the others had their turn. Rejects with `closed` when nobody waits for the result any more. */
	yield(): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#timer.after(0, () => {
				if (this.#cancellation?.closed) {
					reject(new DeviceError("closed", "Stopped making a key: nobody waits for it"));
				} else resolve();
			});
		});
	}
}
