import type { Clock } from "firmware/ports/clock";
import { DeviceError } from "firmware/ports/errors";
import type { ScaledTime } from "./scaled-time.js";
import type { SoakNetwork } from "./soak-network.js";

/** A clock that runs with the device's time, jumps when told to, and is set right by an SNTP that needs the network. */
export class ScaledClock implements Clock {
	readonly #time: ScaledTime;
	readonly #network: SoakNetwork;
	/** Called after each change, with how wrong the clock is now, ms. */
	readonly #onSet: (offsetMs: number) => void;
	readonly #started = Math.round(Date.now());
	#offsetMs = 0;

	constructor(time: ScaledTime, network: SoakNetwork, onSet: (offsetMs: number) => void) {
		this.#time = time;
		this.#network = network;
		this.#onSet = onSet;
	}

	now(): number {
		return this.#started + this.#time.now() + this.#offsetMs;
	}

	ticks(): number {
		return this.#time.now();
	}

	async synchronize(): Promise<void> {
		if (this.#network.down) throw new DeviceError("clock-unavailable", "No time server answers without a network");
		if (this.#offsetMs !== 0) this.#set(0);
	}

	jump(byMs: number): void {
		this.#set(this.#offsetMs + byMs);
	}

	#set(offsetMs: number): void {
		this.#offsetMs = offsetMs;
		this.#onSet(offsetMs);
	}
}
