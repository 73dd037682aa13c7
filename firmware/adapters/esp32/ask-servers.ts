import { DeviceError } from "../../ports/errors.js";
import type { Timer } from "../../ports/timer.js";

/** One question to one time server. */
export interface Question {
	/** Seconds since 1970. Rejects with words, without a code. */
	readonly answer: Promise<number>;
	/** Ends it. May be called twice, also after the answer; throws nothing. */
	close(): void;
}

/** Resolving the name, the question, and the way back: what answers at all does so well within it. */
const serverMs = 3_500;
/** All servers are asked again and again as long as a question fits into it; below the core's `clockMs`. */
const allMs = 28_000;
/** Seconds since 1970: a server that claims to live before 2025-01-01 is wrong. */
const earliestTime = 1_735_689_600;

/**
 * The answer of the first server that gives one, asked in order, in several rounds. Rejects with `clock-unavailable`, which names every
 * server with its last failure, or with `closed` when `ended` returns true.
 */
export async function askServers(
	servers: readonly string[],
	ask: (host: string) => Question,
	timer: Timer,
	ended: () => boolean,
): Promise<number> {
	const failures = new Map<string, string>();
	for (let spent = 0; spent + serverMs <= allMs; ) {
		for (const host of servers) {
			const question = ask(host);
			try {
				return checked(await within(question.answer, timer));
			} catch (thrown) {
				failures.set(host, thrown instanceof Error ? thrown.message : String(thrown));
			} finally {
				question.close();
			}
			if (ended()) throw new DeviceError("closed", "The time is not asked for any more");
			// Counted as if all had been used: a server that refuses at once is not asked a hundred times.
			spent += serverMs;
			if (spent + serverMs > allMs) break;
		}
	}
	const reasons = [...failures].map(([host, reason]) => `${host}: ${reason}`).join("; ");
	throw new DeviceError("clock-unavailable", `No time from SNTP (${reasons})`);
}

function checked(seconds: number): number {
	if (seconds >= earliestTime) return seconds;
	throw new Error(`says ${seconds} s since 1970`);
}

function within(answer: Promise<number>, timer: Timer): Promise<number> {
	return new Promise((resolve, reject) => {
		const late = new Error(`no answer in ${serverMs / 1000} s`);
		const cancel = timer.after(serverMs, () => reject(late));
		answer.then(resolve, reject).finally(cancel);
	});
}
