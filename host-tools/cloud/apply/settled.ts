import { ToolError } from "../../base/tool-error.js";
import { type RetryClock, systemClock } from "./retry.js";

export interface SettleOptions {
	readonly signal: AbortSignal;
	/** ms; a table takes some ten seconds, a function a few. */
	readonly deadlineMs?: number;
	readonly clock?: RetryClock;
}

/** ms */
const betweenLooks = 1_000;

/**
 * Looks until `look` gives something: what AWS makes, changes or deletes takes a while after it has answered. Rejects with ToolError `timeout`,
 * naming `what`.
 */
export async function settled<T>(
	what: string,
	look: () => Promise<T | undefined>,
	{ signal, deadlineMs = 180_000, clock = systemClock }: SettleOptions,
): Promise<T> {
	const end = clock.now() + deadlineMs;
	for (;;) {
		const seen = await look();
		if (seen !== undefined) return seen;
		if (clock.now() + betweenLooks > end) {
			throw new ToolError("timeout", `AWS has not finished ${what} within ${deadlineMs / 1000} s`, {
				next: "give it a few minutes, then run the same command again: it goes on where this one ended",
			});
		}
		await clock.sleep(betweenLooks, signal);
	}
}
