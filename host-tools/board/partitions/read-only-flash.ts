import { DeviceError } from "../../../firmware/ports/errors.js";
import type { Flash } from "../../../firmware/ports/flash.js";
import { checkRange, flashGeometry } from "../../../firmware/ports/flash-rules.js";

/** A flash partition that was read from a board or file. Writing and erasing throw. */
export function readOnlyFlash(bytes: Uint8Array): Flash {
	const status = { size: bytes.length, ...flashGeometry };
	const refuse = () => {
		throw new DeviceError("flash-failed", "This flash is for reading only");
	};
	return {
		status: () => status,
		read: (offset, length) => {
			checkRange(status, offset, length);
			return bytes.slice(offset, offset + length);
		},
		write: refuse,
		eraseBlock: refuse,
		close: () => undefined,
	};
}
