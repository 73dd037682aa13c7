import { pause } from "../../base/interruption.js";

export interface RetryOptions {
	readonly signal: AbortSignal;
	/** ms; 120 s unless told otherwise. */
	readonly deadlineMs?: number;
}

/** What `call` gives, called again while AWS says that it is too early. */
export async function withRetries<T>(
	call: () => Promise<T>,
	{ signal, deadlineMs = 120_000 }: RetryOptions,
): Promise<T> {
	const end = performance.now() + deadlineMs;
	for (let wait = 500; ; wait = Math.min(wait * 2, 10_000)) {
		try {
			return await call();
		} catch (error) {
			if (!/Throttl|TooManyRequests/.test((error as Error).name) || performance.now() + wait > end) throw error;
			await pause(wait, signal);
		}
	}
}
