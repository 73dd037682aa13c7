import type { Timer } from "../../firmware/ports/timer.js";

export const nodeTimer: Timer = Object.freeze({
	after(milliseconds: number, callback: () => void) {
		const timeout = setTimeout(callback, milliseconds);
		return () => clearTimeout(timeout);
	},
});
