import type { Clock } from "../ports/clock.js";
import type { Flash } from "../ports/flash.js";
import type { Network } from "../ports/network.js";
import type { Thermometer } from "../ports/thermometer.js";

/** What differs between a chip and the simulators. The manifest chooses the folder that provides it. */
export interface Platform {
	readonly clock: Clock;
	readonly network: Network;
	/** Opens the identity partition. Throws DeviceError `flash-failed`. */
	openFlash(): Flash;
	/** Real sensors by name; `simulated` is not among them. */
	readonly sensors: ReadonlyMap<string, () => Thermometer>;
}
