import type { EmulatorClock } from "../../clock.js";
import { limits } from "../limits.js";

/** AWS's one CONNECT a second per client id (docs/aws-behaviour.md, "Connections"). */
export class ConnectRate {
	readonly #clock: EmulatorClock;
	/** clientId → ms of the last CONNECT that was let through, oldest first. */
	readonly #last = new Map<string, number>();

	constructor(clock: EmulatorClock) {
		this.#clock = clock;
	}

	/** Notes a CONNECT; false when it comes too early. */
	allows(clientId: string): boolean {
		const now = this.#clock.now();
		const last = this.#last.get(clientId);
		if (last !== undefined && now - last < limits.connectInterval) return false;
		this.#last.delete(clientId);
		this.#last.set(clientId, now);
		const oldest = this.#last.keys().next().value;
		if (this.#last.size > limits.rememberedClientIds && oldest !== undefined) this.#last.delete(oldest);
		return true;
	}
}
