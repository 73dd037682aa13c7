import type { Timer } from "../../firmware/ports/timer.js";

export const nodeTimer: Timer = Object.freeze({
	after(milliseconds: number, callback: () => void) {
		const timeout = setTimeout(() => {
			try {
				callback();
			} catch (thrown) {
				// As on the chip, one bad callback must not end everything; here it can at least be seen.
				process.emitWarning(thrown instanceof Error ? thrown : String(thrown));
			}
		}, milliseconds);
		return () => clearTimeout(timeout);
	},
});
