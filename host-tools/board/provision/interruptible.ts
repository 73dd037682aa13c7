import { ToolError, throwIfInterrupted } from "../../base/tool-error.js";

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
