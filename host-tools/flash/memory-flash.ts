import type { Flash, FlashStatus } from "../../firmware/ports/flash.js";

const blockLength = 4096;

/** Flash in `bytes`, erased, for writing an image. NOR rules are not needed here: each byte is written once. */
export function memoryFlash(bytes: Uint8Array): Flash {
	const status: FlashStatus = { size: bytes.length, blockLength, writeAlign: 16, eraseValue: 0xff };
	bytes.fill(status.eraseValue);
	return {
		status: () => status,
		read: (offset, length) => bytes.slice(offset, offset + length),
		write: (offset, content) => bytes.set(content, offset),
		eraseBlock: (block) => {
			bytes.fill(status.eraseValue, block * blockLength, (block + 1) * blockLength);
		},
		close: () => {},
	};
}
