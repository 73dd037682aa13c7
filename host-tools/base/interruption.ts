import { setTimeout as delay } from "node:timers/promises";
import { ToolError } from "./tool-error.js";

/** Throws ToolError `interrupted` when `signal` has aborted. */
export function throwIfInterrupted(signal: AbortSignal): void {
	if (signal.aborted) throw new ToolError("interrupted", "Interrupted before it was done");
}

/** Resolves when `signal` aborts; at once when it has. */
export async function untilAborted(signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

/** Waits that long, in ms. Rejects with ToolError `interrupted` as soon as `signal` aborts. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
	await delay(milliseconds, undefined, { signal }).catch(() => throwIfInterrupted(signal));
}

/**
 * What `work` gives, without waiting for it longer than `graceMs` once the signal aborts: for what cannot be told to end. Rejects with
 * `interrupted` then.
 */
export async function interruptible<T>(work: () => Promise<T>, signal: AbortSignal, graceMs = 0): Promise<T> {
	throwIfInterrupted(signal);
	const over = new AbortController();
	const interrupted = untilAborted(AbortSignal.any([signal, over.signal])).then(async () => {
		if (graceMs > 0) await delay(graceMs, undefined, { signal: over.signal }).catch(() => undefined);
		if (!over.signal.aborted) throw new ToolError("interrupted", "Interrupted before it was done");
		return undefined as never;
	});
	try {
		return await Promise.race([work(), interrupted]);
	} finally {
		over.abort();
	}
}

/** What `work` gives within `milliseconds`; rejects with what `late` makes when it does not. The work itself is not told to end. */
export async function withDeadline<T>(work: () => Promise<T>, milliseconds: number, late: () => Error): Promise<T> {
	const over = new AbortController();
	const deadline = delay(milliseconds, undefined, { signal: over.signal }).then(() => {
		throw late();
	});
	// It rejects also when the work is done first, which ends it: nobody is to hear of that.
	deadline.catch(() => undefined);
	try {
		return await Promise.race([work(), deadline]);
	} finally {
		over.abort();
	}
}
