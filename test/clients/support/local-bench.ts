import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	AttachPolicyCommand,
	CreateKeysAndCertificateCommand,
	CreatePolicyCommand,
	IoTClient,
} from "@aws-sdk/client-iot";
import { Cli, endAll } from "../../support/cli.js";
import { skipIf } from "../../support/skip-because.js";
import { repositoryRoot } from "../../support/source-imports.js";
import { nodeFolder, pythonProgram } from "./installed-clients.js";
import { type RunOptions, runProgram } from "./run-program.js";

/** Credentials of a device, in memory and as the files that clients are given. */
export interface DeviceFiles {
	readonly certificateId: string;
	readonly certificateArn: string;
	readonly certificatePem: string;
	readonly privateKeyPem: string;
	readonly certificatePath: string;
	readonly keyPath: string;
}

export const accessKey = Object.freeze({ accessKeyId: "AKIATHINGSMITHTEST00", secretAccessKey: "a-secret/of+tests" });

/** `thingsmith local` as a process of its own on free ports, and what clients have to be told about it. */
export class LocalBench {
	readonly endpointUrl: string;
	readonly mqttPort: number;
	readonly httpsPort: number;
	readonly rootCaPath: string;
	readonly rootCaPem: string;
	readonly templateName: string;
	/** Removed at the end. */
	readonly folder: string;
	/** The SDK's client, which prepares what a test needs. */
	readonly iot: IoTClient;
	#files = 0;

	private constructor(ready: Readonly<Record<string, unknown>>, rootCaPem: string, folder: string) {
		this.endpointUrl = String(ready.endpointUrl);
		this.mqttPort = Number(ready.mqttPort);
		this.httpsPort = Number(ready.httpsPort);
		this.rootCaPath = String(ready.rootCaPath);
		this.templateName = String(ready.templateName);
		this.rootCaPem = rootCaPem;
		this.folder = folder;
		this.iot = new IoTClient({ endpoint: this.endpointUrl, region: "us-east-1", credentials: { ...accessKey } });
	}

	/** For a suite, in its `before`: which is skipped for what is missing. */
	static startUnless(missing: string | undefined, suite: Mocha.Context): Promise<LocalBench> {
		skipIf(suite, missing);
		return LocalBench.start();
	}

	static async start(args: readonly string[] = []): Promise<LocalBench> {
		const free = ["--port", "0", "--mqtt-port", "0", "--https-port", "0"];
		const local = new Cli(["local", ...free, "--json", ...args]);
		const ready = await local.event({ event: "ready" });
		const rootCaPem = await readFile(String(ready.rootCaPath), "utf8");
		return new LocalBench(ready, rootCaPem, await mkdtemp(join(tmpdir(), "thingsmith-clients-test-")));
	}

	/** What AWS's clients read from their environment. */
	get env(): Readonly<Record<string, string>> {
		return {
			AWS_ENDPOINT_URL: this.endpointUrl,
			AWS_ACCESS_KEY_ID: accessKey.accessKeyId,
			AWS_SECRET_ACCESS_KEY: accessKey.secretAccessKey,
			AWS_REGION: "us-east-1",
			AWS_DEFAULT_REGION: "us-east-1",
			AWS_EC2_METADATA_DISABLED: "true",
			AWS_PAGER: "",
			HOME: this.folder,
			THINGSMITH_ENDPOINT: this.endpointUrl,
			THINGSMITH_MQTT_PORT: String(this.mqttPort),
			THINGSMITH_HTTPS_PORT: String(this.httpsPort),
			THINGSMITH_ROOT_CA: this.rootCaPath,
		};
	}

	async file(name: string, text: string): Promise<string> {
		this.#files += 1;
		const path = join(this.folder, `${this.#files}-${name}`);
		await writeFile(path, text, { mode: 0o600 });
		return path;
	}

	/** A certificate that is ACTIVE, with a policy that allows everything unless `statements` say what. */
	async device(
		statements: readonly object[] = [{ Effect: "Allow", Action: "iot:*", Resource: "*" }],
	): Promise<DeviceFiles> {
		const made = await this.iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
		const { certificateId = "", certificateArn = "", certificatePem = "" } = made;
		const privateKeyPem = made.keyPair?.PrivateKey ?? "";
		const policyName = `bench-${certificateId.slice(0, 16)}`;
		const policyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statements });
		await this.iot.send(new CreatePolicyCommand({ policyName, policyDocument }));
		await this.iot.send(new AttachPolicyCommand({ policyName, target: certificateArn }));
		const certificatePath = await this.file("device.crt", certificatePem);
		const keyPath = await this.file("device.private", privateKeyPem);
		return { certificateId, certificateArn, certificatePem, privateKeyPem, certificatePath, keyPath };
	}

	/** The AWS CLI; resolves with its answer, `{}` where it says nothing. */
	async aws<T = Readonly<Record<string, unknown>>>(...args: readonly string[]): Promise<T> {
		const text = await runProgram(pythonProgram("aws"), [...args, "--output", "json"], { env: this.env });
		return JSON.parse(text.trim() || "{}") as T;
	}

	/** A program of test/clients/programs; resolves with the JSON in the last line that it prints. */
	async program<T>(name: string, args: readonly string[], options: RunOptions = {}): Promise<T> {
		const path = join(repositoryRoot, "test/clients/programs", name);
		const command = name.endsWith(".py") ? pythonProgram("python") : process.execPath;
		const env = { ...this.env, THINGSMITH_NODE_CLIENTS: nodeFolder(), PYTHONDONTWRITEBYTECODE: "1", ...options.env };
		const text = await runProgram(command, [path, ...args], { ...options, env });
		return JSON.parse(text.trim().split("\n").at(-1) ?? "") as T;
	}

	async advanceClock(advanceSeconds: number): Promise<void> {
		const body = JSON.stringify({ advanceSeconds });
		const answer = await fetch(`${this.endpointUrl}/_thingsmith/clock`, { method: "POST", body });
		if (!answer.ok) throw new Error(await answer.text());
	}

	async close(): Promise<void> {
		this.iot.destroy();
		await endAll();
		await rm(this.folder, { recursive: true, force: true });
	}
}
