import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { IoTClient, type ThingIndexingConfiguration, UpdateIndexingConfigurationCommand } from "@aws-sdk/client-iot";
import { withTemporaryDirectory } from "../../host-tools/base/files/temporary-directory.js";
import { type Emulator, startEmulator } from "../../host-tools/emulator/emulator.js";
import { compareOutcomes, readOutcomes, type TestOutcome } from "./moto-outcomes.js";

/**
 * Runs moto's own tests of AWS IoT against the emulator: `npm run test:peers -- CHECKOUT [pytest arguments]`, where CHECKOUT is a
 * checkout of getmoto/moto and `python3` on PATH (or PYTHON) has moto, boto3 and pytest. Nothing of moto is part of this repository.
 * Ends with 1 when a test fails that moto-expected.ts does not name, or one passes that it names.
 */
const account = { accountId: "123456789012", region: undefined };

/** Fleet indexing is off in a new account, and on in moto. */
const searching = ["tests/test_iot/test_iot_search.py", "tests/test_iot/test_iot_integration.py"];
const passes = [
	{ indexing: false, paths: ["tests/test_iot", "tests/test_iotdata", ...searching.map((path) => `--ignore=${path}`)] },
	{ indexing: true, paths: searching },
];

/** Pytest's exit code when nothing was to be run, e.g. because of `-k`. */
const noTests = 5;

interface FreshOptions {
	readonly indexing: boolean;
	readonly bucketDirectory: string;
}

/** In moto's server mode each test begins with a reset: the next request then meets an emulator in which nothing is. */
class FreshEmulators {
	readonly #options: FreshOptions;
	#current: Promise<Emulator> | undefined;

	constructor(options: FreshOptions) {
		this.#options = options;
	}

	current(): Promise<Emulator> {
		this.#current ??= this.#start();
		return this.#current;
	}

	async reset(): Promise<void> {
		const before = this.#current;
		this.#current = undefined;
		await (await before)?.close();
	}

	async #start(): Promise<Emulator> {
		const { indexing, bucketDirectory } = this.#options;
		const behaviour = { bucketDirectory };
		const emulator = await startEmulator({ port: 0, mqttPort: 0, account, keysAhead: 1, behaviour });
		if (indexing) await switchIndexingOn(emulator);
		return emulator;
	}
}

/** In the region of moto's tests; the index is the same in all. */
async function switchIndexingOn({ endpointUrl }: Emulator): Promise<void> {
	const credentials = { accessKeyId: "moto", secretAccessKey: "moto" };
	const iot = new IoTClient({ endpoint: endpointUrl, region: "ap-northeast-1", credentials });
	const thingIndexingConfiguration: ThingIndexingConfiguration = {
		thingIndexingMode: "REGISTRY_AND_SHADOW",
		thingConnectivityIndexingMode: "STATUS",
		namedShadowIndexingMode: "ON",
		filter: { namedShadowNames: ["test_shadow"] },
	};
	await iot.send(new UpdateIndexingConfigurationCommand({ thingIndexingConfiguration }));
	iot.destroy();
}

function forward(asked: IncomingMessage, answer: ServerResponse, endpointUrl: string): void {
	const { method, url = "/", headers } = asked;
	const onward = request(new URL(url, endpointUrl), { method, headers }, (response) => {
		answer.writeHead(response.statusCode ?? 502, response.headers);
		response.pipe(answer);
	});
	onward.on("error", () => answer.destroy());
	asked.pipe(onward);
}

/** Pytest's exit code: 0 all passed, 1 some failed, others that it could not run. */
async function runPytest(checkout: string, args: readonly string[], options: FreshOptions): Promise<number> {
	const emulators = new FreshEmulators(options);
	const server = createServer((asked, answer) => {
		if (asked.url === "/moto-api/reset") void emulators.reset().then(() => answer.end("{}"));
		else void emulators.current().then(({ endpointUrl }) => forward(asked, answer, endpointUrl));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const env = {
		...process.env,
		TEST_SERVER_MODE: "true",
		TEST_SERVER_MODE_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		AWS_DEFAULT_REGION: "us-east-1",
	};
	const python = process.env.PYTHON ?? "python3";
	const code = await new Promise<number>((resolve) => {
		const run = spawn(python, ["-m", "pytest", ...args], { cwd: checkout, env, stdio: "inherit" });
		run.once("error", (error) => {
			process.stderr.write(`${python} cannot be run: ${error.message}. PYTHON names another\n`);
			resolve(127);
		});
		run.once("exit", (status) => resolve(status ?? 127));
	});
	server.close();
	server.closeAllConnections();
	await emulators.reset();
	return code;
}

async function main([checkout, ...pytest]: readonly string[]): Promise<number> {
	if (checkout === undefined) {
		process.stderr.write("Name a checkout of getmoto/moto: npm run test:peers -- CHECKOUT\n");
		return 2;
	}
	return withTemporaryDirectory(async (folder) => {
		// What moto's tests of jobs name as the source of a document.
		await mkdir(join(folder, "bucket-name"));
		await writeFile(join(folder, "bucket-name", "job_document.json"), '{"field": "value"}');
		const outcomes: TestOutcome[] = [];
		for (const [at, { indexing, paths }] of passes.entries()) {
			const report = join(folder, `${at}.xml`);
			const quiet = ["-q", "-p", "no:cacheprovider", "--tb=short", `--junitxml=${report}`];
			const code = await runPytest(checkout, [...quiet, ...pytest, ...paths], { indexing, bucketDirectory: folder });
			if (code > 1 && code !== noTests) return code;
			if (code !== noTests) outcomes.push(...(await readOutcomes(report)));
		}
		const { lines, ok } = compareOutcomes(outcomes);
		process.stdout.write(`${lines.join("\n")}\n`);
		return ok ? 0 : 1;
	});
}

process.exitCode = await main(process.argv.slice(2));
