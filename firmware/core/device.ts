import type { Clock } from "../ports/clock.js";
import type { Flash } from "../ports/flash.js";
import type { Log } from "../ports/log.js";
import type { MqttClient } from "../ports/mqtt-client.js";
import type { Network } from "../ports/network.js";
import type { Random } from "../ports/random.js";
import type { TextCodec } from "../ports/text-codec.js";
import type { Thermometer } from "../ports/thermometer.js";
import type { Timer } from "../ports/timer.js";

export interface DevicePorts {
	readonly clock: Clock;
	readonly timer: Timer;
	readonly random: Random;
	readonly log: Log;
	readonly text: TextCodec;
	readonly flash: Flash;
	readonly mqtt: MqttClient;
	readonly network: Network;
	/** The sensor of that name. Throws DeviceError `sensor-failed` when there is none. */
	readonly openThermometer: (sensor: string) => Thermometer;
}
