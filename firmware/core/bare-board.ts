import type { Board } from "../ports/board.js";

/** A board that nobody sees or presses, and that needs no watchdog: a simulated one. */
export function bareBoard(model: string, serialNumber: string, buttonAlwaysHeld = false): Board {
	return Object.freeze({
		model,
		serialNumber,
		resetReason: "power-on",
		openLight: () => undefined,
		openButton: () => undefined,
		buttonAlwaysHeld,
		feedWatchdog: () => {},
		watchdogMs: undefined,
	} as const);
}
