import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Emulator, startEmulator } from "../../host-tools/emulator/emulator.js";

/**
 * Runs moto's own tests of AWS IoT against the emulator: `node dist/test/peers/moto.js CHECKOUT [pytest arguments]`, where CHECKOUT is a
 * checkout of getmoto/moto and `python3` on PATH (or PYTHON) has moto, boto3 and pytest. Nothing of moto is part of this repository.
 */
const account = { accountId: "123456789012", region: undefined };
const suites = ["tests/test_iot", "tests/test_iotdata", "tests/test_iotjobsdata"];

/** In moto's server mode each test begins with a reset: the next request then meets an emulator in which nothing is. */
class FreshEmulators {
	#current: Promise<Emulator> | undefined;

	current(): Promise<Emulator> {
		this.#current ??= startEmulator({ port: 0, mqttPort: 0, account, keysAhead: 1 });
		return this.#current;
	}

	async reset(): Promise<void> {
		const before = this.#current;
		this.#current = undefined;
		await (await before)?.close();
	}
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

async function main([checkout, ...pytest]: readonly string[]): Promise<number> {
	if (checkout === undefined) {
		process.stderr.write("Name a checkout of getmoto/moto: node dist/test/peers/moto.js CHECKOUT\n");
		return 2;
	}
	const emulators = new FreshEmulators();
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
	const args = ["-m", "pytest", "-q", "-p", "no:cacheprovider", ...(pytest.length > 0 ? pytest : suites)];
	const code = await new Promise<number>((resolve) => {
		const run = spawn(python, args, { cwd: checkout, env, stdio: "inherit" });
		run.once("error", (error) => {
			process.stderr.write(`${python} cannot be run: ${error.message}. PYTHON names another\n`);
			resolve(3);
		});
		run.once("exit", (status) => resolve(status ?? 1));
	});
	server.close();
	server.closeAllConnections();
	await emulators.reset();
	return code;
}

process.exitCode = await main(process.argv.slice(2));
