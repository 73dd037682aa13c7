import { File } from "file";
import config from "mc/config";
import { DeviceError, toDeviceError } from "../../ports/errors.js";
import type { Flash, FlashStatus } from "../../ports/flash.js";
import { checkBlock, checkRange, checkWrite, flashGeometry, programmed } from "../../ports/flash-rules.js";

const { blockLength, eraseValue } = flashGeometry;

/** A partition of a simulated device: a file with the chip's bytes, under the chip's NOR rules. */
class FlashFile implements Flash {
	readonly #status: FlashStatus;
	#file: File | undefined;

	constructor(file: File) {
		this.#file = file;
		this.#status = { size: file.length, ...flashGeometry };
	}

	status(): FlashStatus {
		this.#opened();
		return this.#status;
	}

	read(offset: number, length: number): Uint8Array {
		checkRange(this.#status, offset, length);
		const file = this.#opened();
		if (length === 0) return new Uint8Array(0);
		file.position = offset;
		return new Uint8Array(file.read(ArrayBuffer, length));
	}

	write(offset: number, bytes: Uint8Array): void {
		checkWrite(this.#status, offset, bytes.byteLength);
		this.#store(offset, programmed(this.read(offset, bytes.byteLength), bytes));
	}

	eraseBlock(block: number): void {
		checkBlock(this.#status, block);
		this.#store(block * blockLength, new Uint8Array(blockLength).fill(eraseValue));
	}

	close(): void {
		this.#file?.close();
		this.#file = undefined;
	}

	#store(offset: number, bytes: Uint8Array): void {
		const file = this.#opened();
		file.position = offset;
		file.write(bytes.buffer as ArrayBuffer);
	}

	#opened(): File {
		if (this.#file === undefined) throw new DeviceError("flash-failed", "The flash file is closed");
		return this.#file;
	}
}

/** Opens the file the build named with `mcconfig … flashFile=/path`. Throws DeviceError `flash-failed`. */
export function openIdentityFile(): Flash {
	const path: unknown = config.flashFile;
	if (typeof path !== "string" || path === "") {
		throw new DeviceError("flash-failed", "No flash file named: use npm run simulator, or mcconfig … flashFile=/path");
	}
	return openFlashFile(path);
}

/** Opens the file the build named with `readingsFile=/path`; undefined where it named none. Throws DeviceError `flash-failed`. */
export function openReadingsFile(): Flash | undefined {
	const path: unknown = config.readingsFile;
	return typeof path !== "string" || path === "" ? undefined : openFlashFile(path);
}

function openFlashFile(path: string): Flash {
	// The SDK would create a missing file; an empty one is no device.
	if (!File.exists(path)) throw new DeviceError("flash-failed", "The flash file does not exist: use npm run simulator");
	let file: File | undefined;
	try {
		file = new File(path, true);
		if (file.length === 0 || file.length % blockLength !== 0) {
			throw new DeviceError(
				"flash-failed",
				`The flash file has ${file.length} bytes: not a multiple of ${blockLength}`,
			);
		}
		return new FlashFile(file);
	} catch (thrown) {
		file?.close();
		throw toDeviceError(thrown, "flash-failed");
	}
}
