import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
	AttachPolicyCommand,
	DetachPolicyCommand,
	type IoTClient,
	UpdateCertificateCommand,
} from "@aws-sdk/client-iot";
import { createDemoClient, createDemoTemplate } from "../../../host-tools/cli/operations/demo-cloud.js";
import { starterNames } from "../../../host-tools/cloud/account/starter-template.js";
import { defaultScope } from "../../../host-tools/emulator/arn.js";
import { type Emulator, startEmulator } from "../../../host-tools/emulator/emulator.js";
import type { HostFault } from "./schedule.js";
import { type SoakProxy, startSoakProxy } from "./soak-proxy.js";

const { policyName } = starterNames;

/** The emulator, behind a proxy, as one that can be restarted and turned against a thing. */
export class SoakCloud {
	readonly #directory: string;
	readonly proxy: SoakProxy;
	readonly client: IoTClient;
	emulator: Emulator;

	private constructor(directory: string, emulator: Emulator, proxy: SoakProxy) {
		this.#directory = directory;
		this.emulator = emulator;
		this.proxy = proxy;
		this.client = createDemoClient(emulator);
	}

	static async start(directory: string): Promise<SoakCloud> {
		const dataDirectory = path.join(directory, "cloud");
		const emulator = await startEmulator({ port: 0, mqttPort: 0, dataDirectory, keysAhead: 1 });
		const cloud = new SoakCloud(dataDirectory, emulator, await startSoakProxy(emulator.mqttPort));
		await createDemoTemplate(cloud.client, defaultScope);
		return cloud;
	}

	/** Begins `fault` on that thing, and ends it after its time, in real ms. */
	async inflict({ kind }: HostFault, thingName: string, realMs: number): Promise<void> {
		const { proxy } = this;
		if (kind === "cut") return proxy.cut();
		if (kind === "restart") return this.#restart(realMs);
		await this.#turn(kind, thingName, false);
		await delay(realMs);
		await this.#turn(kind, thingName, true);
	}

	async close(): Promise<void> {
		this.client.destroy();
		await this.proxy.close();
		await this.emulator.close();
	}

	async #turn(kind: HostFault["kind"], thingName: string, well: boolean): Promise<void> {
		if (kind === "stall") return well ? this.proxy.resume() : this.proxy.stall();
		const target = String(this.emulator.registry.things.listThingPrincipals(thingName)[0]);
		if (kind === "detached") {
			const input = { policyName, target };
			await this.client.send(well ? new AttachPolicyCommand(input) : new DetachPolicyCommand(input));
		} else {
			const certificateId = target.slice(target.lastIndexOf("/") + 1);
			const newStatus = well ? "ACTIVE" : "INACTIVE";
			await this.client.send(new UpdateCertificateCommand({ certificateId, newStatus }));
		}
	}

	/** On the same ports, with the same data. */
	async #restart(realMs: number): Promise<void> {
		const { endpointUrl, mqttPort } = this.emulator;
		const port = Number(new URL(endpointUrl).port);
		await this.emulator.close();
		await delay(realMs);
		this.emulator = await startEmulator({ port, mqttPort, dataDirectory: this.#directory, keysAhead: 1 });
	}
}
