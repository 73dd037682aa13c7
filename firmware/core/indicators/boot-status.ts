import type { Board } from "../../ports/board.js";
import type { Clock } from "../../ports/clock.js";
import type { DeviceError } from "../../ports/errors.js";
import { firmwareVersion } from "../version.js";
import { bootReport } from "./boot-report.js";

/** The one report of each start: why the device started, what went wrong since, how long it took. */
export class BootStatus {
	readonly #board: Board;
	readonly #clock: Clock;
	readonly #startedAt: number;
	#taken = false;
	/** Of the tries since power-on. */
	lastError: DeviceError | undefined;

	/** At power-on. */
	constructor(board: Board, clock: Clock) {
		this.#board = board;
		this.#clock = clock;
		this.#startedAt = clock.ticks();
	}

	/** Since power-on, whole ms. */
	get milliseconds(): number {
		return Math.round(this.#clock.ticks() - this.#startedAt);
	}

	/** The report, once. Whether it arrives or not: a policy that forbids its topic must not cost more than one connection. */
	take(): string | undefined {
		if (this.#taken) return undefined;
		this.#taken = true;
		const startedAt = this.#startedAt;
		const now = this.#clock.ticks();
		const { lastError } = this;
		return JSON.stringify(bootReport({ board: this.#board, now, startedAt, lastError, firmware: firmwareVersion }));
	}
}
