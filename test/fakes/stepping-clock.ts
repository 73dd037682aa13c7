import type { RetryClock } from "../../host-tools/cloud/apply/retry.js";

/** A clock on which time passes only while somebody sleeps, and then at once. */
export class SteppingClock implements RetryClock {
	readonly slept: number[] = [];
	#now = 0;

	now(): number {
		return this.#now;
	}

	async sleep(milliseconds: number): Promise<void> {
		this.slept.push(milliseconds);
		this.#now += milliseconds;
	}
}
