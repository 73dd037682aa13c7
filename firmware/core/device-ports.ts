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

/** All that a device is made of. It closes what can be closed when it stops. */
export interface DevicePorts {
	readonly clock: Clock;
	readonly timer: Timer;
	readonly random: Random;
	readonly log: Log;
	readonly text: TextCodec;
	/** The identity partition. */
	readonly flash: Flash;
	/** The readings partition; undefined: readings wait in memory only. */
	readonly readings: Flash | undefined;
	readonly mqtt: MqttClient;
	readonly network: Network;
	readonly keyMaker: KeyMaker;
	/** Where bootstraps come in; undefined: nowhere. */
	readonly console: Console | undefined;
	readonly board: Board;
	/** Throws DeviceError `sensor-unknown` where the platform has no such sensor, `sensor-failed` when it does not answer. */
	readonly openThermometer: (sensor: SensorSettings) => Thermometer;
}
