import { DeviceError } from "../core/errors.js";
import type { FlashStatus } from "../ports/flash.js";

/**
 * Encrypted flash is written in units of 16 bytes. Every partition of ours says so, encrypted or not, so that one identity
 * partition serves both.
 */
export const encryptedWriteAlign = 16;

/** Throws DeviceError `flash-failed` unless `offset` and `length` lie within the partition. */
export function checkRange(status: FlashStatus, offset: number, length: number): void {
	const whole = Number.isInteger(offset) && Number.isInteger(length);
	if (whole && offset >= 0 && length >= 0 && offset + length <= status.size) return;
	throw new DeviceError("flash-failed", `Flash range ${offset} + ${length} is outside the ${status.size} bytes`);
}

/** As `checkRange`, and that the write is aligned. */
export function checkWrite(status: FlashStatus, offset: number, length: number): void {
	checkRange(status, offset, length);
	if (offset % status.writeAlign === 0 && length % status.writeAlign === 0) return;
	throw new DeviceError("flash-failed", `Flash write ${offset} + ${length} is not a multiple of ${status.writeAlign}`);
}

/** Throws DeviceError `flash-failed` unless the partition has that block. */
export function checkBlock(status: FlashStatus, block: number): void {
	if (Number.isInteger(block)) checkRange(status, block * status.blockLength, status.blockLength);
	else throw new DeviceError("flash-failed", `Flash block ${block} is not a whole number`);
}
