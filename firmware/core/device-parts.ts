import type { DevicePorts } from "./device-ports.js";
import type { IdentityStore } from "./identity/identity-store.js";
import type { BootStatus } from "./indicators/boot-status.js";
import type { OwnKey } from "./keys/own-key.js";
import type { Readings } from "./telemetry/readings.js";
import type { Timeouts } from "./timeouts.js";

/** What a device has from start to stop, whatever it does meanwhile. */
export interface DeviceParts {
	readonly ports: DevicePorts;
	readonly timeouts: Timeouts;
	readonly store: IdentityStore;
	readonly ownKey: OwnKey;
	readonly readings: Readings;
	readonly status: BootStatus;
}
