import { DeviceError } from "../../ports/errors.js";

/**
 * `unclaimed`: flash holds neither claim nor identity. `claimed`: it holds a claim. `connecting`: network and clock. `provisioning`: on the
 * claim's connection. `verifying`: on the device's own connection, until a reading is acknowledged. `online`: from then on.
 * `backing-off`: between tries. `failed`: no retry can mend it.
 */
export type DeviceState =
	| "unclaimed"
	| "claimed"
	| "connecting"
	| "provisioning"
	| "verifying"
	| "online"
	| "backing-off"
	| "failed";

const legal: Readonly<Record<DeviceState, readonly DeviceState[]>> = Object.freeze({
	// Straight to connecting: a restart with a staged identity that has its name, or with the identity itself.
	unclaimed: Object.freeze(["claimed", "connecting", "failed"] as const),
	// Back to unclaimed, from everywhere: a new bootstrap came over the serial line, or the button erased the identity.
	claimed: Object.freeze(["connecting", "failed", "unclaimed"] as const),
	connecting: Object.freeze(["provisioning", "verifying", "backing-off", "failed", "unclaimed"] as const),
	provisioning: Object.freeze(["verifying", "backing-off", "failed", "unclaimed"] as const),
	verifying: Object.freeze(["online", "backing-off", "failed", "unclaimed"] as const),
	online: Object.freeze(["backing-off", "failed", "unclaimed"] as const),
	"backing-off": Object.freeze(["connecting", "failed", "unclaimed"] as const),
	failed: Object.freeze(["unclaimed"] as const),
});

/** Returns `to`. Throws `internal` when a device in `from` cannot enter it. */
export function transition(from: DeviceState, to: DeviceState): DeviceState {
	if (!legal[from].includes(to)) throw new DeviceError("internal", `Illegal transition from "${from}" to "${to}"`);
	return to;
}
