import type { Clock } from "../../ports/clock.js";
import type { ErrorCode } from "../../ports/errors.js";
import type { IdentityStore } from "../identity/identity-store.js";
import { isInTime } from "../provisioning/claim-in-time.js";
import type { Timeouts } from "../timeouts.js";

/** However long it took: fewer may be a bad moment of AWS's. */
const fewestRefusals = 4;
/** A claim has to last for the whole way to another identity, ms. */
const neededOfClaimMs = 30_000;

/**
 * Decides when a candidate that has its name is given up for another one: when AWS ended connection after connection of it, over TLS and
 * before CONNACK, for longer than an attachment takes to get around, and there is a claim to go on with. A network that fails says nothing
 * about it. Once a run: an identity that is refused as well does not get better by a third.
 */
export class CandidateTrial {
	readonly #clock: Clock;
	readonly #timeouts: Timeouts;
	#phase: "connecting" | "starting-over" | undefined;
	#refusals = 0;
	/** `clock.ticks()` of the first of them. */
	#since = 0;
	#isSettled = false;

	constructor(clock: Clock, timeouts: Timeouts) {
		this.#clock = clock;
		this.#timeouts = timeouts;
	}

	/** A connection of the device's own is being opened. */
	connecting(): void {
		this.#phase = "connecting";
	}

	/** AWS accepted it. */
	connected(): void {
		this.#phase = undefined;
		this.#refusals = 0;
	}

	/** A try ended with `code`. Returns whether it was one at another identity. */
	failed(code: ErrorCode): boolean {
		const phase = this.#phase;
		this.#phase = undefined;
		if (phase === "connecting" && code === "connection-refused") {
			if (this.#refusals === 0) this.#since = this.#clock.ticks();
			this.#refusals += 1;
		}
		return phase === "starting-over";
	}

	/** How often the candidate was refused when another identity is to be asked for now; undefined when it is not. */
	startOver(store: IdentityStore): number | undefined {
		const refusals = this.#refusals;
		if (this.#isSettled || refusals < fewestRefusals || store.hasIdentity) return undefined;
		const { refusedMs, refusedWithNewClaimMs } = this.#timeouts;
		const patienceMs = store.claimIsNewer ? refusedWithNewClaimMs : refusedMs;
		if (this.#clock.ticks() - this.#since < patienceMs) return undefined;
		if (!store.claim || !isInTime(store.claim, this.#clock, neededOfClaimMs)) return undefined;
		this.#refusals = 0;
		this.#phase = "starting-over";
		return refusals;
	}

	/** There is another candidate, or nothing can come of one. */
	settle(): void {
		this.#isSettled = true;
	}
}
