import { Device } from "../../firmware/core/device.js";
import type { Timeouts } from "../../firmware/core/timeouts.js";
import type { Flash } from "../../firmware/ports/flash.js";
import type { Log } from "../../firmware/ports/log.js";
import { nodeClock } from "./node-clock.js";
import { nodeKeyMaker } from "./node-key-maker.js";
import { nodeMqttClient } from "./node-mqtt-client.js";
import { nodeNetwork } from "./node-network.js";
import { nodeRandom } from "./node-random.js";
import { nodeTextCodec } from "./node-text-codec.js";
import { openNodeThermometer } from "./node-thermometers.js";
import { nodeTimer } from "./node-timer.js";

export interface VirtualDeviceOptions {
	/** Closed by the device when it stops. */
	readonly flash: Flash;
	/** Receives the events of docs/log-schema.md. */
	readonly log: Log;
	readonly timeouts?: Timeouts;
}

/** Composition root of the virtual device: the firmware core with Node's adapters. `start()` boots it from what the flash holds. */
export function composeVirtualDevice({ flash, log, timeouts }: VirtualDeviceOptions): Device {
	const ports = {
		clock: nodeClock,
		timer: nodeTimer,
		random: nodeRandom,
		text: nodeTextCodec,
		mqtt: nodeMqttClient,
		network: nodeNetwork,
		keyMaker: nodeKeyMaker,
		openThermometer: openNodeThermometer,
		flash,
		log,
	};
	return new Device(ports, timeouts);
}
