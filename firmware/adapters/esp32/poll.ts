import { DeviceError } from "../../ports/errors.js";
import type { Timer } from "../../ports/timer.js";

/** Resolves with true as soon as `condition` holds, with false when it still does not after `milliseconds`. */
export type Poll = (condition: () => boolean, milliseconds: number) => Promise<boolean>;

/** A person does not notice it, and it costs nothing while the radio works. */
const pollMs = 50;

/** A `Poll` that rejects with `closed` once `ended` returns true. */
export function pollWith(timer: Timer, ended: () => boolean): Poll {
	return async (condition, milliseconds) => {
		for (let waited = 0; ; waited += pollMs) {
			if (ended()) throw new DeviceError("closed", "The try was given up");
			if (condition()) return true;
			if (waited >= milliseconds) return false;
			await new Promise<void>((resolve) => timer.after(pollMs, resolve));
		}
	};
}
