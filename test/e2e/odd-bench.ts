import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../../host-tools/cli/commands/program.js";
import { startEmulator } from "../../host-tools/emulator/emulator.js";
import { SilentServer } from "../support/silent-server.js";

export interface Answer {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

const awsConfig = `[profile work]
region = us-east-1
[profile sso]
sso_session = s
region = us-east-1
sso_account_id = 123456789012
sso_role_name = r
[sso-session s]
sso_region = us-east-1
sso_start_url = https://example.com/start
`;

/** What the SDK itself reads of the process. */
const cleanEnvironment = { AWS_EC2_METADATA_DISABLED: "true" };

/** A machine with everything on it that a command can be pointed at by mistake, and commands that run in this process. */
export class OddBench {
	readonly #directory: string;
	readonly #names: Readonly<Record<string, string>>;
	readonly #close: () => Promise<void>;
	readonly #saved = { ...process.env };

	private constructor(directory: string, names: Readonly<Record<string, string>>, close: () => Promise<void>) {
		this.#directory = directory;
		this.#names = names;
		this.#close = close;
	}

	static async start(): Promise<OddBench> {
		const directory = await mkdtemp(join(tmpdir(), "thingsmith-odd-"));
		const names = await makeFiles(directory);
		const emulator = await startEmulator({ port: 0, mqttPort: 0 });
		const silent = await SilentServer.start();
		const page = createServer((_request, response) => response.end("<html>")).listen(0, "127.0.0.1");
		const garbage = createTcpServer((socket) => socket.on("error", () => undefined).end("garbage\r\n"));
		garbage.listen(0, "127.0.0.1");
		await Promise.all([once(page, "listening"), once(garbage, "listening")]);
		const servers = {
			local: emulator.endpointUrl,
			localHost: new URL(emulator.endpointUrl).host,
			mqtt: `127.0.0.1:${emulator.mqttPort}`,
			page: portOf(page),
			garbage: portOf(garbage),
			busy: String(silent.port),
		};
		return new OddBench(directory, { ...names, ...servers }, async () => {
			silent.close();
			page.close();
			garbage.close();
			await emulator.close();
		});
	}

	/** `line` is split at blanks, and `{name}` stands for a file or server of the bench; so in the values of `env`. */
	async run(line: string, env: Readonly<Record<string, string>> = {}): Promise<Answer> {
		const ownEnv = {
			HOME: this.#directory,
			...cleanEnvironment,
			...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, this.#fill(value)])),
		};
		this.#setEnvironment(ownEnv);
		let stdout = "";
		let stderr = "";
		const output = (write: (text: string) => void) => ({
			write,
			isTerminal: false,
			columns: undefined,
			rows: undefined,
		});
		const code = await runProgram(
			line
				.split(" ")
				.filter(Boolean)
				.map((word) => this.#fill(word)),
			{
				stdout: output((text) => {
					stdout += text;
				}),
				stderr: output((text) => {
					stderr += text;
				}),
				command: "thingsmith",
				env: ownEnv,
				ask: undefined,
				askSecret: undefined,
				signal: AbortSignal.timeout(20_000),
			},
		);
		return { code, stdout, stderr };
	}

	async close(): Promise<void> {
		for (const name of Object.keys(process.env)) if (!(name in this.#saved)) delete process.env[name];
		Object.assign(process.env, this.#saved);
		await this.#close();
		await rm(this.#directory, { recursive: true });
	}

	#fill(text: string): string {
		return text.replace(/\{(\w+)\}/g, (_all, name: string) => this.#names[name] ?? `{${name}}`);
	}

	#setEnvironment(env: Readonly<Record<string, string>>): void {
		for (const name of Object.keys(process.env))
			if (/^(AWS|ESP|UPLOAD|HTTPS?_PROXY)/i.test(name)) delete process.env[name];
		Object.assign(process.env, env);
	}
}

async function makeFiles(directory: string): Promise<Readonly<Record<string, string>>> {
	const at = (name: string) => join(directory, name);
	await mkdir(at("folder"));
	await mkdir(at(".aws"));
	await writeFile(at("empty"), "");
	await writeFile(at("text"), "no secret here\n");
	await writeFile(at("array.json"), "[]");
	await writeFile(at("broken.json"), '{"version": 1,');
	await writeFile(at("garbled-config"), "region = us-east-1\n");
	await writeFile(at(".aws/config"), awsConfig);
	return {
		folder: at("folder"),
		empty: at("empty"),
		text: at("text"),
		array: at("array.json"),
		broken: at("broken.json"),
		garbled: at("garbled-config"),
		none: at("none"),
		out: at("out"),
	};
}

function portOf(server: Server | TcpServer): string {
	return String((server.address() as AddressInfo).port);
}
