import { setTimeout as sleep } from "node:timers/promises";
import { patience } from "../../support/patience.js";

const pauseMs = 25;

/** What `ask` answers, once that is not undefined; another process is asked again and again, for 20 s of a quiet machine. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
	const startedAt = performance.now();
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (performance.now() - startedAt > patience(20_000)) throw new Error(`Asked in vain for ${what}`);
		await sleep(pauseMs);
	}
}
