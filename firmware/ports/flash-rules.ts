import type { FlashStatus } from "./flash.js";

/**
 * What every partition of ours has in common, in chip, file or memory. ESP32s erase 4096 bytes at once; encrypted flash is written in
 * units of 16 bytes, and all of ours is, encrypted or not, so that one identity partition serves both.
 */
export const flashGeometry: Omit<FlashStatus, "size"> = Object.freeze({
	blockLength: 4096,
	writeAlign: 16,
	eraseValue: 0xff,
});

/** Throws RangeError unless `length` bytes from `offset` lie within the partition. */
export function checkRange({ size }: FlashStatus, offset: number, length: number): void {
	const whole = Number.isInteger(offset) && Number.isInteger(length);
	if (whole && offset >= 0 && length >= 0 && offset + length <= size) return;
	throw new RangeError(`Bytes ${offset} to ${offset + length} are outside the partition of ${size}`);
}

/** Throws RangeError unless a write of `length` bytes at `offset` is aligned and within the partition. */
export function checkWrite(status: FlashStatus, offset: number, length: number): void {
	checkRange(status, offset, length);
	if (offset % status.writeAlign === 0 && length % status.writeAlign === 0) return;
	throw new RangeError(`Cannot write ${length} bytes at ${offset}: not aligned to ${status.writeAlign}`);
}

/** Throws RangeError unless the partition has a block `block`. */
export function checkBlock({ size, blockLength }: FlashStatus, block: number): void {
	if (Number.isInteger(block) && block >= 0 && (block + 1) * blockLength <= size) return;
	throw new RangeError(`Block ${block} is outside the partition of ${size}`);
}

/** What the cells hold after programming `bytes` over `cells`: NOR flash clears bits and never sets one. */
export function programmed(cells: Uint8Array, bytes: Uint8Array): Uint8Array {
	return cells.map((cell, index) => cell & (bytes[index] ?? 0xff));
}
