import type { MqttClient, MqttConnection, MqttListener, MqttOptions } from "../../ports/mqtt-client.js";
import type { Timer } from "../../ports/timer.js";
import { ModdableMqttConnection } from "./moddable-mqtt-connection.js";
import { TlsSessions } from "./tls-sessions.js";

export class ModdableMqttClient implements MqttClient {
	readonly #timer: Timer;
	readonly #sessions = new TlsSessions();

	constructor(timer: Timer) {
		this.#timer = timer;
	}

	open(options: MqttOptions, listener: MqttListener): MqttConnection {
		return new ModdableMqttConnection(options, listener, this.#timer, this.#sessions.forConnection(options));
	}
}
