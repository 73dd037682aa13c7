import { setTimeout as delay } from "node:timers/promises";
import type { SerialLink } from "./serial-link.js";

/** How long EN is held low, in ms: enough for the capacitor that boards have there. */
const holdMs = 100;

/** Restarts the board into its firmware: DTR released keeps GPIO0 high, RTS pulls EN low. Does nothing without modem lines. */
export async function resetBoard(link: SerialLink): Promise<void> {
	await link.setSignals({ dtr: false, rts: true });
	await delay(holdMs);
	await link.setSignals({ dtr: false, rts: false });
}
