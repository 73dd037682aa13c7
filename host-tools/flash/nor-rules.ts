/** Bytes erased together, on every ESP32. */
export const blockLength = 4096;
/** As with flash encryption on the chip, so that what works here works there. */
export const writeAlign = 16;
export const eraseValue = 0xff;

/** Throws RangeError unless `length` bytes from `offset` lie within a partition of `size` bytes. */
export function checkRange(offset: number, length: number, size: number): void {
	const whole = Number.isInteger(offset) && Number.isInteger(length);
	if (whole && offset >= 0 && length >= 0 && offset + length <= size) return;
	throw new RangeError(`Bytes ${offset} to ${offset + length} are outside the partition of ${size}`);
}

/** Throws RangeError unless a write of `length` bytes at `offset` is aligned and within the partition. */
export function checkWrite(offset: number, length: number, size: number): void {
	checkRange(offset, length, size);
	if (offset % writeAlign === 0 && length % writeAlign === 0) return;
	throw new RangeError(`Cannot write ${length} bytes at ${offset}: not aligned to ${writeAlign}`);
}

/** Throws RangeError unless the partition of `size` bytes has a block `block`. */
export function checkBlock(block: number, size: number): void {
	if (Number.isInteger(block) && block >= 0 && (block + 1) * blockLength <= size) return;
	throw new RangeError(`Block ${block} is outside the partition of ${size}`);
}

/** What the cells hold after programming `bytes` over `cells`: programming clears bits and never sets one. */
export function programmed(cells: Uint8Array, bytes: Uint8Array): Uint8Array {
	return cells.map((cell, index) => cell & (bytes[index] as number));
}
