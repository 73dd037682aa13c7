import { patience } from "../support/patience.js";

/** What `read` gives once it is `good`, or, after a while, what it gives then. */
export async function until<T>(read: () => Promise<T>, good: (value: T) => boolean, milliseconds = 3000): Promise<T> {
	const startedAt = performance.now();
	for (;;) {
		const value = await read();
		if (good(value) || performance.now() - startedAt > patience(milliseconds)) return value;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}
