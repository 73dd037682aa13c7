import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { DeviceError } from "../../firmware/ports/errors.js";
import type { Flash, FlashStatus } from "../../firmware/ports/flash.js";
import { checkBlock, checkRange, checkWrite, flashGeometry, programmed } from "../../firmware/ports/flash-rules.js";

const { blockLength, eraseValue } = flashGeometry;

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
	readonly #status: FlashStatus;
	#closed = false;

	constructor(descriptor: number, size: number) {
		this.#descriptor = descriptor;
		this.#status = { size, ...flashGeometry };
	}

	status(): FlashStatus {
		this.#checkOpen();
		return this.#status;
	}

	read(offset: number, length: number): Uint8Array {
		this.#checkOpen();
		checkRange(this.#status, offset, length);
		const bytes = new Uint8Array(length);
		const count = length === 0 ? 0 : readSync(this.#descriptor, bytes, 0, length, offset);
		if (count !== length) throw new DeviceError("flash-failed", `Read ${count} of ${length} bytes: the file was cut`);
		return bytes;
	}

	write(offset: number, bytes: Uint8Array): void {
		this.#checkOpen();
		checkWrite(this.#status, offset, bytes.length);
		this.#store(programmed(this.read(offset, bytes.length), bytes), offset);
	}

	eraseBlock(block: number): void {
		this.#checkOpen();
		checkBlock(this.#status, block);
		this.#store(new Uint8Array(blockLength).fill(eraseValue), block * blockLength);
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		closeSync(this.#descriptor);
	}

	#store(bytes: Uint8Array, offset: number): void {
		const count = writeSync(this.#descriptor, bytes, 0, bytes.length, offset);
		if (count !== bytes.length) {
			throw new DeviceError("flash-failed", `Wrote ${count} of ${bytes.length} bytes: is the disk full?`);
		}
	}

	#checkOpen(): void {
		if (this.#closed) throw new DeviceError("closed", "The flash file is closed");
	}
}
