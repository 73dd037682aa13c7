import { DeviceError } from "../../firmware/core/errors.js";
import type { Flash, FlashStatus } from "../../firmware/ports/flash.js";
import { blockLength, checkBlock, checkRange, checkWrite, eraseValue, programmed, writeAlign } from "./nor-rules.js";

/** An erased flash partition in `bytes`, for writing an image. NOR rules hold. */
export function memoryFlash(bytes: Uint8Array): Flash {
	const size = bytes.length;
	const status: FlashStatus = { size, blockLength, writeAlign, eraseValue };
	let closed = false;
	const checkOpen = () => {
		if (closed) throw new DeviceError("closed", "The flash is closed");
	};
	bytes.fill(eraseValue);
	return {
		status: () => {
			checkOpen();
			return status;
		},
		read: (offset, length) => {
			checkOpen();
			checkRange(offset, length, size);
			return Uint8Array.from(bytes.subarray(offset, offset + length));
		},
		write: (offset, content) => {
			checkOpen();
			checkWrite(offset, content.length, size);
			bytes.set(programmed(bytes.subarray(offset, offset + content.length), content), offset);
		},
		eraseBlock: (block) => {
			checkOpen();
			checkBlock(block, size);
			bytes.fill(eraseValue, block * blockLength, (block + 1) * blockLength);
		},
		close: () => {
			closed = true;
		},
	};
}
