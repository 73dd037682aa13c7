import type { Board } from "../ports/board.js";
import type { Clock } from "../ports/clock.js";
import type { Console } from "../ports/console.js";
import type { Flash } from "../ports/flash.js";
import type { Network } from "../ports/network.js";
import type { PlatformSensors } from "../ports/thermometer.js";

/** What differs between a chip and the simulators. The manifest chooses the folder that provides it. */
export interface Platform {
	readonly board: Board;
	/** Undefined where there is no serial line. */
	readonly console: Console | undefined;
	/** Where log lines go besides the platform's own way, without their end; throws nothing. Undefined: nowhere. */
	readonly mirror: ((line: string) => void) | undefined;
	readonly clock: Clock;
	readonly network: Network;
	/** Opens the identity partition. Throws DeviceError `flash-failed`. */
	openFlash(): Flash;
	/** Opens the readings partition; undefined where there is none. Throws DeviceError `flash-failed`. */
	openReadings(): Flash | undefined;
	/** Besides those that work everywhere; undefined: none. */
	readonly sensors: PlatformSensors | undefined;
}
