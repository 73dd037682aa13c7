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

/** What `work` gives, without waiting for it once the signal aborts: for what cannot be told to end. Rejects with `interrupted` then. */
export async function interruptible<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
	throwIfInterrupted(signal);
	const over = new AbortController();
	const interrupted = new Promise<never>((_resolve, reject) => {
		const interrupt = () => reject(new ToolError("interrupted", "Interrupted before it was done"));
		signal.addEventListener("abort", interrupt, { once: true, signal: over.signal });
	});
	try {
		return await Promise.race([work(), interrupted]);
	} finally {
		over.abort();
	}
}
