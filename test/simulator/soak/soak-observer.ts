import { connectAsync, type MqttClient } from "mqtt";
import { createWatchIdentity } from "../../../host-tools/cloud/account/watch-identity.js";
import { defaultScope } from "../../../host-tools/emulator/arn.js";
import type { SoakCloud } from "./soak-cloud.js";

/** What a reading's payload holds (docs/architecture.md). */
export interface Arrival {
	readonly sequence: number;
	readonly temperature: number;
	readonly timestamp?: string;
}

const reconnectMs = 200;

/** A persistent session: what the cloud acknowledged while this was away comes afterwards. */
export class SoakObserver {
	readonly arrivals: Arrival[] = [];
	readonly #client: MqttClient;

	private constructor(client: MqttClient) {
		this.#client = client;
	}

	static async start({ client, emulator }: SoakCloud): Promise<SoakObserver> {
		const { endpointUrl, mqttHost, mqttPort, rootCaPem } = emulator;
		const settings = { endpointUrl, region: defaultScope.region, profile: undefined, hasEnvironmentCredentials: false };
		const { clientId, certificatePem, privateKeyPem } = await createWatchIdentity(client, "+/temperature", settings);
		const mqtt = await connectAsync(`mqtts://${mqttHost}:${mqttPort}`, {
			...{ clientId, cert: certificatePem, key: privateKeyPem, ca: rootCaPem },
			...{ clean: false, reconnectPeriod: reconnectMs, keepalive: 60, resubscribe: false },
		});
		const observer = new SoakObserver(mqtt);
		// It is away while the cloud is.
		mqtt.on("error", () => {});
		mqtt.on("message", (_topic, payload) => observer.arrivals.push(JSON.parse(payload.toString())));
		await mqtt.subscribeAsync("+/temperature", { qos: 1 });
		return observer;
	}

	/** Resolves when that reading has arrived. */
	reading(sequence: number): Promise<void> {
		return new Promise((resolve) => {
			const look = () => {
				if (this.arrivals.at(-1)?.sequence !== sequence) return;
				this.#client.off("message", look);
				resolve();
			};
			this.#client.on("message", look);
			look();
		});
	}

	async close(): Promise<void> {
		await this.#client.endAsync(true);
	}
}
