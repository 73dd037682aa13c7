import { toDeviceError } from "../../ports/errors.js";
import type { Log } from "../../ports/log.js";
import type { IdentityStore } from "./identity-store.js";

/** Erases secrets that are not needed any more. Returns false when some may still be in flash, which has been reported. */
export function finishErasure(store: IdentityStore, log: Log): boolean {
	try {
		store.finishErasure();
		return true;
	} catch (thrown) {
		// What the flash holds works all the same, and the next start tries again.
		const { code, message } = toDeviceError(thrown);
		log.write("warning", "erasure.pending", { code, message });
		return false;
	}
}
