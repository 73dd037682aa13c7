import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { DeviceError } from "../../firmware/core/errors.js";
import type { Flash, FlashStatus } from "../../firmware/ports/flash.js";

const blockLength = 4096;
/** As with flash encryption on the chip, so that what works here works there. */
const writeAlign = 16;
const eraseValue = 0xff;

/**
 * A flash partition in a file, same bytes as on the chip, NOR rules enforced. The file must exist, with a size that is a
 * multiple of 4096. Throws the file system's error, or `flash-failed` for a wrong size.
 */
export function openFileFlash(path: string): Flash {
	const descriptor = openSync(path, "r+");
	const { size } = fstatSync(descriptor);
	if (size === 0 || size % blockLength !== 0) {
		closeSync(descriptor);
		throw new DeviceError(
			"flash-failed",
			`"${path}" has ${size} bytes, not a multiple of ${blockLength}: not a flash file`,
		);
	}
	return new FileFlash(descriptor, size);
}

class FileFlash implements Flash {
	readonly #descriptor: number;
	readonly #size: number;
	#closed = false;

	constructor(descriptor: number, size: number) {
		this.#descriptor = descriptor;
		this.#size = size;
	}

	status(): FlashStatus {
		return { size: this.#size, blockLength, writeAlign, eraseValue };
	}

	read(offset: number, length: number): Uint8Array {
		this.#check(offset, length);
		const bytes = new Uint8Array(length);
		readSync(this.#descriptor, bytes, 0, length, offset);
		return bytes;
	}

	write(offset: number, bytes: Uint8Array): void {
		this.#check(offset, bytes.length);
		if (offset % writeAlign !== 0 || bytes.length % writeAlign !== 0) {
			throw new RangeError(`Cannot write ${bytes.length} bytes at ${offset}: not aligned to ${writeAlign}`);
		}
		// NOR: programming clears bits and never sets one.
		const programmed = this.read(offset, bytes.length).map((byte, index) => byte & (bytes[index] as number));
		writeSync(this.#descriptor, programmed, 0, programmed.length, offset);
	}

	eraseBlock(block: number): void {
		this.#check(block * blockLength, blockLength);
		const erased = new Uint8Array(blockLength).fill(eraseValue);
		writeSync(this.#descriptor, erased, 0, blockLength, block * blockLength);
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		closeSync(this.#descriptor);
	}

	#check(offset: number, length: number): void {
		if (this.#closed) throw new DeviceError("closed", "The flash file is closed");
		if (!Number.isInteger(offset) || offset < 0 || length < 0 || offset + length > this.#size) {
			throw new RangeError(`Bytes ${offset} to ${offset + length} are outside the partition of ${this.#size}`);
		}
	}
}
