import { connectClient, type TestClient } from "../support/mqtt.js";
import { Api } from "./api.js";
import { Asker } from "./asker.js";
import type { EmulatorChild } from "./emulator-child.js";
import type { Target } from "./kind.js";

export interface Credentials {
	readonly certificatePem: string;
	readonly privateKeyPem: string;
}

/** The emulator from a start to its kill, with what is connected to it. */
export class Life {
	readonly #emulator: EmulatorChild;
	readonly #api: Api;
	#credentials: Credentials | undefined;
	#asker: Asker | undefined;
	#device: TestClient | undefined;
	isOver = false;

	private constructor(emulator: EmulatorChild) {
		this.#emulator = emulator;
		this.#api = new Api(emulator.endpointUrl);
	}

	static async begin(emulator: EmulatorChild, credentials: Credentials | undefined): Promise<Life> {
		const life = new Life(emulator);
		if (credentials !== undefined) await life.connectDevice(credentials);
		return life;
	}

	get target(): Target {
		const [device, asker] = [this.#device, this.#asker];
		if (device === undefined || asker === undefined) throw new Error("The device is not connected yet");
		return { api: this.#api, device, ask: (topic, body) => asker.ask(topic, body) };
	}

	/** A device that may do everything. */
	async register(): Promise<Credentials> {
		const made = await this.#api.call("POST", "/keys-and-certificate?setAsActive=true");
		const statement = { Effect: "Allow", Action: "iot:*", Resource: "*" };
		const policyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
		await this.#api.call("POST", "/policies/everything", { policyDocument });
		await this.#api.call("PUT", "/target-policies/everything", { target: made.certificateArn });
		const { certificatePem, keyPair } = made as { certificatePem: string; keyPair: { PrivateKey: string } };
		return { certificatePem, privateKeyPem: keyPair.PrivateKey };
	}

	async connectDevice(credentials: Credentials): Promise<void> {
		this.#credentials = credentials;
		this.#device = await this.connect({ clientId: "device" });
		this.#asker = await Asker.open(await this.connect({ clientId: "asker" }));
	}

	connect(options: object): Promise<TestClient> {
		const { mqttPort, rootCaPem } = this.#emulator;
		return connectClient({ port: mqttPort, pki: { rootCaPem } }, this.#credentials, options);
	}

	async kill(): Promise<void> {
		this.isOver = true;
		await this.#emulator.kill();
		this.#device?.mqtt.end(true);
		this.#asker?.close();
		this.#api.close();
	}
}
