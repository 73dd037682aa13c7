import type { Board, ResetReason } from "../../ports/board.js";
import type { DeviceError, ErrorCode } from "../../ports/errors.js";

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

export interface BootReportOptions {
	readonly board: Board;
	/** `Clock.ticks()` now and at power-on, ms. */
	readonly now: number;
	readonly startedAt: number;
	readonly lastError: DeviceError | undefined;
	readonly firmware: string;
}

/** A status topic is for short messages. */
const longestMessage = 200;

export function bootReport({ board, now, startedAt, lastError, firmware }: BootReportOptions): BootReport {
	const { resetReason, model, serialNumber } = board;
	return {
		resetReason,
		uptimeSeconds: Math.max(0, Math.floor((now - startedAt) / 1000)),
		lastError: lastError ? { code: lastError.code, message: lastError.message.slice(0, longestMessage) } : null,
		firmware,
		model,
		serialNumber,
	};
}
