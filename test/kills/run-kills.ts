import { readFile } from "node:fs/promises";
import { Random } from "../fuzz/random.js";
import { Cli } from "../support/cli.js";
import { until } from "../support/deadline.js";
import { connectClient, type TestClient } from "../support/mqtt.js";
import { Api, type Json, Refused } from "./api.js";
import { Asker } from "./asker.js";
import type { Kind, Target } from "./kind.js";
import { allKinds } from "./kinds.js";
import { Ledger } from "./ledger.js";
import { Sleepers } from "./sleepers.js";

export interface KillRun {
	readonly directory: string;
	readonly kills: number;
	readonly seed: number;
	/** Hears of each kill. */
	readonly told?: (text: string) => void;
}

export interface KillReport {
	readonly kills: number;
	readonly acknowledged: number;
	readonly compared: number;
	readonly problems: readonly string[];
}

interface Credentials {
	readonly certificatePem: string;
	readonly privateKeyPem: string;
}

/** An emulator with a data directory under a load of everything, killed with SIGKILL again and again. */
export async function runKills({ directory, kills, seed, told = () => {} }: KillRun): Promise<KillReport> {
	const kinds = await allKinds();
	const [ledger, sleepers, random] = [new Ledger(), new Sleepers(), new Random(seed)];
	const problems: string[] = [];
	let credentials: Credentials | undefined;
	let number = 0;
	const acknowledgedNow = () => ledger.acknowledged + sleepers.acknowledged;
	for (let kill = 0; kill <= kills && problems.length < 20; kill++) {
		const life = await Life.begin(directory, credentials);
		if (credentials === undefined) {
			credentials = await life.register();
			await life.connectDevice(credentials);
			for (const kind of kinds) {
				await kind.prepare?.(life.target);
				await ledger.begin(kind, life.target);
			}
			await sleepers.subscribe((options) => life.connect(options));
		} else {
			const isLast = kill === kills;
			const found = [
				...(await ledger.compare(life.target, isLast || kill % 20 === 0)),
				...(await sleepers.fetch((options) => life.connect(options))),
			];
			problems.push(...found.map((problem) => `after kill ${kill}: ${problem}`));
		}
		if (kill === kills) {
			await life.kill();
			break;
		}
		const loads = [
			...kinds.map((kind) => () => oneStep(kind, ledger, life.target, random, number++)),
			() => sleepers.publish(life.target.device),
		].map((step) => load(step, () => life.isOver));
		const enough = acknowledgedNow() + random.int(random.once(5) ? 400 : 100);
		await until("the load", () => acknowledgedNow() >= enough, 5000).catch(() => {});
		await life.kill();
		const refused = (await Promise.all(loads)).flatMap((error) => (error === undefined ? [] : [error]));
		problems.push(...refused.map((problem) => `before kill ${kill + 1}: ${problem}`));
		told(`kill ${kill + 1}: ${acknowledgedNow()} acknowledged, ${problems.length} problems`);
	}
	return { kills, acknowledged: acknowledgedNow(), compared: ledger.compared + sleepers.compared, problems };
}

/** One step after the other until the emulator is gone. Resolves with what it refused, which it never should. */
async function load(step: () => Promise<void>, isOver: () => boolean): Promise<string | undefined> {
	while (!isOver()) {
		try {
			await step();
		} catch (error) {
			if (error instanceof Refused) return error.message;
			if (!isOver()) return `${(error as Error).message}, and the emulator is there`;
		}
	}
	return undefined;
}

async function oneStep(kind: Kind, ledger: Ledger, target: Target, random: Random, number: number): Promise<void> {
	const key = random.pick(kind.keys);
	await ledger.take(kind, key, kind.step(key, ledger.stateOf(kind, key), random, number), target);
}

/** The emulator from a start to its kill. */
class Life {
	readonly #local: Cli;
	readonly #ready: Json;
	readonly #rootCaPem: string;
	readonly #api: Api;
	#asker: Asker | undefined;
	#device: TestClient | undefined;
	isOver = false;

	private constructor(local: Cli, ready: Json, rootCaPem: string) {
		this.#local = local;
		this.#ready = ready;
		this.#rootCaPem = rootCaPem;
		this.#api = new Api(String(ready.endpointUrl));
	}

	static async begin(directory: string, credentials: Credentials | undefined): Promise<Life> {
		const ports = ["--port", "0", "--mqtt-port", "0", "--https-port", "0"];
		const local = new Cli(["local", ...ports, "--data", directory, "--empty", "--json"]);
		const ready = await local.event({ event: "ready" });
		const life = new Life(local, ready, await readFile(String(ready.rootCaPath), "utf8"));
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
		const policyDocument = JSON.stringify({
			Version: "2012-10-17",
			Statement: [{ Effect: "Allow", Action: "iot:*", Resource: "*" }],
		});
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

	#credentials: Credentials | undefined;

	connect(options: object): Promise<TestClient> {
		const where = { port: Number(this.#ready.mqttPort), pki: { rootCaPem: this.#rootCaPem } };
		return connectClient(where as never, this.#credentials, { host: "127.0.0.1", ...options });
	}

	async kill(): Promise<void> {
		this.isOver = true;
		this.#local.signal("SIGKILL");
		await this.#local.exit();
		this.#device?.mqtt.end(true);
		this.#asker?.close();
		this.#api.close();
	}
}
