import type { EmulatorClock } from "../../clock.js";
import { limits } from "../limits.js";

/** Last wills that wait for their time (MQTT 5, 3.1.3.2.2), one a client id. */
export class DelayedWills {
	readonly #clock: EmulatorClock;
	readonly #waiting = new Map<string, { readonly publish: () => void; readonly cancel: () => void }>();

	constructor(clock: EmulatorClock) {
		this.#clock = clock;
	}

	/** Publishes in so many seconds; at once when there is none to wait, or too many do. */
	add(clientId: string, seconds: number, publish: () => void): void {
		if (seconds === 0 || this.#waiting.size >= limits.persistentSessions) {
			publish();
			return;
		}
		const at = this.#clock.now() + 1000 * seconds;
		const cancel = this.#clock.at(at, () => this.#settle(clientId)?.publish());
		this.#waiting.set(clientId, { publish, cancel });
	}

	/** The client is back: where it takes its session up again, nothing has happened; else its former session is over. */
	clientIsBack(clientId: string, isResumed: boolean): void {
		const will = this.#settle(clientId);
		if (!isResumed) will?.publish();
	}

	close(): void {
		for (const { cancel } of this.#waiting.values()) cancel();
		this.#waiting.clear();
	}

	#settle(clientId: string) {
		const will = this.#waiting.get(clientId);
		will?.cancel();
		this.#waiting.delete(clientId);
		return will;
	}
}
