import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { bareBoard } from "../../firmware/core/bare-board.js";
import type { Board } from "../../firmware/ports/board.js";

/**
 * The board of a virtual device: its serial number belongs to the place of its flash, and looks like a MAC address. `buttonHeld`: in spite of
 * an identity it takes what comes in over its serial line.
 */
export function virtualBoard(flashPath: string, buttonHeld = false): Board {
	const digest = createHash("sha256").update(resolve(flashPath)).digest("hex");
	// x2: locally administered, as no vendor's addresses are (IEEE 802).
	return bareBoard("virtual", `02${digest.slice(0, 10)}`, buttonHeld);
}
