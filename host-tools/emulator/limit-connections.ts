import type { Server } from "node:net";
import type { RefusalJournal } from "./journal.js";

/** ms after which the journal says again that connections are closed: a client in a loop must not fill it. */
const sayAgainAfter = 10_000;

export interface ConnectionLimit {
	readonly most: number;
	/** What to do about it. */
	readonly hint: string;
	readonly journal: RefusalJournal;
}

/** Further connections are closed at once, and the journal says so. */
export function limitConnections(server: Server, { most, hint, journal }: ConnectionLimit): void {
	let quietUntil = 0;
	server.maxConnections = most;
	server.on("drop", () => {
		if (performance.now() < quietUntil) return;
		quietUntil = performance.now() + sayAgainAfter;
		const reason = `A connection was closed: ${most} are open, which is the limit (${hint})`;
		journal.add({ plane: "limits", code: "too-many-connections", reason });
	});
}
