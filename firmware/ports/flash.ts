export interface FlashStatus {
	/** Bytes in the partition. */
	readonly size: number;
	/** Bytes erased together; 4096 on every ESP32. */
	readonly blockLength: number;
	/** Writes start at, and have the length of, a multiple of this many bytes: 1 to 16. */
	readonly writeAlign: number;
	/** What an erased byte reads as without flash encryption; with it, erased bytes read as noise. */
	readonly eraseValue: number;
}

/**
 * A raw NOR flash partition, after ECMA-419 `embedded:storage/flash`.
 *
 * NOR rules hold: a write only clears bits, so a byte may be written once after an erase; erase is by block.
 * All calls are synchronous and durable when they return. Any call may throw (worn flash, power going down);
 * what a failed write or erase leaves behind is undefined within the range it touched and untouched elsewhere.
 */
export interface Flash {
	status(): FlashStatus;

	/** `length` bytes from `offset`, in a buffer that is the caller's. Throws on a range outside the partition. */
	read(offset: number, length: number): Uint8Array;

	/** Throws, before anything is written, when range or alignment are wrong. */
	write(offset: number, bytes: Uint8Array): void;

	/** Erases the block with index `block` (0 is the first). */
	eraseBlock(block: number): void;

	/** Releases the partition. May be called twice, throws nothing; every other call afterwards throws. */
	close(): void;
}
