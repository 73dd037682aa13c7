import { pause } from "../../base/interruption.js";
import { BoardLines } from "../bootstrap-link/board-lines.js";
import { type BoardDescription, helloBoard } from "../bootstrap-link/hello-board.js";
import type { SerialLink } from "../serial/serial-link.js";
import type { ProvisionTimeouts } from "./provision-timeouts.js";

/** Listens to the board while `use` runs, and no longer: its bootloader is spoken to otherwise. */
export async function withLines<T>(link: SerialLink, use: (board: BoardLines) => Promise<T>): Promise<T> {
	const lines = new BoardLines(link);
	try {
		return await use(lines);
	} finally {
		lines.close();
	}
}

/** Who the board says it is. Rejects as `helloBoard` does. */
export function askBoard(
	link: SerialLink,
	{ helloMs }: ProvisionTimeouts,
	signal: AbortSignal,
): Promise<BoardDescription> {
	return withLines(link, (board) => helloBoard(board, { deadlineMs: helloMs, signal }));
}

/** Resolves when the board has made its key, or has been at it for so long that a claim need not wait any more. Rejects as `askBoard`. */
export async function waitForKey(link: SerialLink, timeouts: ProvisionTimeouts, signal: AbortSignal): Promise<void> {
	const until = performance.now() + timeouts.keyMs;
	while (!(await askBoard(link, timeouts, signal)).keyReady && performance.now() < until) {
		await pause(timeouts.keyPollMs, signal);
	}
}
