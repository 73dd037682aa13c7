import type { Board, ResetReason } from "../../ports/board.js";
import type { Clock } from "../../ports/clock.js";
import type { DeviceError, ErrorCode } from "../../ports/errors.js";
import { firmwareVersion } from "../version.js";

/** What is published once after coming online, as JSON, on the status topic. */
export interface BootReport {
	readonly resetReason: ResetReason;
	/** Since power-on, whole seconds. */
	readonly uptimeSeconds: number;
	/** Of the tries since then; null: none failed. The message holds no secret, as of all our errors. */
	readonly lastError: { readonly code: ErrorCode; readonly message: string } | null;
	/** Version of the firmware. */
	readonly firmware: string;
	readonly model: string;
	readonly serialNumber: string;
}

/** A status topic is for short messages. */
const longestMessage = 200;

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

	/**
	 * The report, once, whether it arrives or not: a policy that forbids its topic must not cost more than one connection. `again`: what was
	 * taken before is wanted once more.
	 */
	take({ again }: { readonly again: boolean }): string | undefined {
		if (this.#taken && !again) return undefined;
		this.#taken = true;
		return JSON.stringify(this.#report());
	}

	#report(): BootReport {
		const { resetReason, model, serialNumber } = this.#board;
		const { lastError } = this;
		return {
			resetReason,
			uptimeSeconds: Math.max(0, Math.floor((this.#clock.ticks() - this.#startedAt) / 1000)),
			lastError: lastError ? { code: lastError.code, message: lastError.message.slice(0, longestMessage) } : null,
			firmware: firmwareVersion,
			model,
			serialNumber,
		};
	}
}
