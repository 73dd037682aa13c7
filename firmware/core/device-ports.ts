import type { Board } from "../ports/board.js";
import type { Clock } from "../ports/clock.js";
import type { Console } from "../ports/console.js";
import type { Flash } from "../ports/flash.js";
import type { KeyMaker } from "../ports/key-maker.js";
import type { Log } from "../ports/log.js";
import type { MqttClient } from "../ports/mqtt-client.js";
import type { Network } from "../ports/network.js";
import type { Random } from "../ports/random.js";
import type { TextCodec } from "../ports/text-codec.js";
import type { SensorSettings, Thermometer } from "../ports/thermometer.js";
import type { Timer } from "../ports/timer.js";

/** What any program needs. */
export interface SystemPorts {
	readonly clock: Clock;
	readonly timer: Timer;
	readonly random: Random;
	readonly log: Log;
	readonly text: TextCodec;
}

/** Partitions of the flash. */
export interface StoragePorts {
	readonly identity: Flash;
	/** Undefined: readings wait in memory only. */
	readonly readings: Flash | undefined;
}

export interface LinkPorts {
	readonly network: Network;
	readonly mqtt: MqttClient;
}

/** What a person can see, press or plug in. */
export interface HardwarePorts {
	readonly board: Board;
	/** Where bootstraps come in; undefined: nowhere. */
	readonly console: Console | undefined;
	/** Throws DeviceError `sensor-unknown` where the platform has no such sensor, `sensor-failed` when it does not answer. */
	readonly openThermometer: (sensor: SensorSettings) => Thermometer;
}

/** All that a device is made of. It closes what can be closed when it stops. */
export interface DevicePorts {
	readonly system: SystemPorts;
	readonly storage: StoragePorts;
	readonly link: LinkPorts;
	readonly hardware: HardwarePorts;
	readonly keyMaker: KeyMaker;
}
