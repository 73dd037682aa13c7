import { DeviceError } from "../core/errors.js";
import type { DeviceKey, KeyMaker } from "../ports/key-maker.js";

/** Until the device can make RSA keys and sign a request, only keys made by AWS (`keyOrigin` "aws") work on XS. */
export class UnsupportedKeyMaker implements KeyMaker {
	makeKey(): Promise<DeviceKey> {
		return Promise.reject(
			new DeviceError("key-unsupported", 'This firmware cannot make keys: set "keyOrigin" to "aws" in the bootstrap'),
		);
	}
}
