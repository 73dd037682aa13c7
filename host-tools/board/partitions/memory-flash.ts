import { DeviceError } from "../../../firmware/ports/errors.js";
import type { Flash, FlashStatus } from "../../../firmware/ports/flash.js";
import { checkBlock, checkRange, checkWrite, flashGeometry, programmed } from "../../../firmware/ports/flash-rules.js";

/** A new flash partition in `bytes`, which are erased first: for writing an image, never for reading one. NOR rules hold. */
export function memoryFlash(bytes: Uint8Array): Flash {
	bytes.fill(flashGeometry.eraseValue);
	return flashIn(bytes);
}

/** The flash partition that `bytes` are, which are written to. NOR rules hold. */
export function flashIn(bytes: Uint8Array): Flash {
	const status: FlashStatus = { size: bytes.length, ...flashGeometry };
	const { blockLength, eraseValue } = status;
	let closed = false;
	const checkOpen = () => {
		if (closed) throw new DeviceError("closed", "The flash is closed");
	};
	return {
		status: () => {
			checkOpen();
			return status;
		},
		read: (offset, length) => {
			checkOpen();
			checkRange(status, offset, length);
			return Uint8Array.from(bytes.subarray(offset, offset + length));
		},
		write: (offset, content) => {
			checkOpen();
			checkWrite(status, offset, content.length);
			bytes.set(programmed(bytes.subarray(offset, offset + content.length), content), offset);
		},
		eraseBlock: (block) => {
			checkOpen();
			checkBlock(status, block);
			bytes.fill(eraseValue, block * blockLength, (block + 1) * blockLength);
		},
		close: () => {
			closed = true;
		},
	};
}
