import { bareBoard } from "../../firmware/core/bare-board.js";
import { Device } from "../../firmware/core/device.js";
import type { DevicePorts } from "../../firmware/core/device-ports.js";
import { thermometers } from "../../firmware/core/sensors/thermometers.js";
import type { Timeouts } from "../../firmware/core/timeouts.js";
import type { Board } from "../../firmware/ports/board.js";
import type { Clock } from "../../firmware/ports/clock.js";
import type { Console } from "../../firmware/ports/console.js";
import type { Flash } from "../../firmware/ports/flash.js";
import type { KeyMaker } from "../../firmware/ports/key-maker.js";
import type { Log } from "../../firmware/ports/log.js";
import { nodeClock } from "./node-clock.js";
import { nodeKeyMaker } from "./node-key-maker.js";
import { nodeMqttClient } from "./node-mqtt-client.js";
import { nodeNetwork } from "./node-network.js";
import { nodeRandom } from "./node-random.js";
import { nodeTextCodec } from "./node-text-codec.js";
import { nodeTimer } from "./node-timer.js";

export interface VirtualDeviceOptions {
	/** Closed by the device when it stops. */
	readonly flash: Flash;
	/** The readings partition; memory only by default. Closed by the device when it stops. */
	readonly readings?: Flash | undefined;
	/** Receives the events of docs/log-schema.md. */
	readonly log: Log;
	/** Where bootstraps come in; nowhere by default. Closed by the device when it stops. */
	readonly console?: Console | undefined;
	/** By default one that says nothing of itself. */
	readonly board?: Board;
	/** By default it makes a new key each time, with node:crypto. */
	readonly keyMaker?: KeyMaker;
	readonly timeouts?: Timeouts;
	/** The host's by default. */
	readonly clock?: Clock;
}

/** Composition root of the virtual device: the firmware core with Node's adapters. `start()` boots it from what the flash holds. */
export function composeVirtualDevice(options: VirtualDeviceOptions): Device {
	const { flash, readings, log, console, board, keyMaker, timeouts, clock } = options;
	const ports: DevicePorts = {
		system: { clock: clock ?? nodeClock, timer: nodeTimer, random: nodeRandom, log, text: nodeTextCodec },
		storage: { identity: flash, readings },
		link: { network: nodeNetwork, mqtt: nodeMqttClient },
		hardware: {
			board: board ?? bareBoard("virtual", "000000000000"),
			console,
			openThermometer: thermometers(undefined, nodeRandom),
		},
		keyMaker: keyMaker ?? nodeKeyMaker,
	};
	return new Device(ports, timeouts);
}
