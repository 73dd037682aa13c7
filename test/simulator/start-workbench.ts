import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import path from "node:path";
import type { CancellationToken, DeviceKey, KeyMaker } from "../../firmware/ports/key-maker.js";
import { repositoryRoot } from "../../host-tools/base/files/repository-root.js";
import { buildApp } from "../../host-tools/moddable/build/build-app.js";
import type { ModdableSdk } from "../../host-tools/moddable/build/moddable-sdk.js";
import { type SimulatedMachine, startSimulatedMachine } from "../../host-tools/moddable/simulator/simulated-machine.js";
import { startVirtualDisplay, type VirtualDisplay } from "../../host-tools/moddable/simulator/virtual-display.js";
import { within } from "../support/deadline.js";

/** What making a key took on XS; workbench/gauge.ts has the units. */
export interface KeyMeasurement {
	readonly milliseconds: number;
	readonly longestTurn: number;
	readonly exponentiations: number;
	readonly turnExponentiations: number;
	readonly collections: number;
	readonly chunkBytes: number;
}

interface Answer {
	readonly id: number;
	readonly value?: unknown;
	readonly error?: { readonly code?: string; readonly message: string };
}

interface XsKey {
	readonly privateKey: string;
	readonly certificateSigningRequest: string;
	readonly measurement: KeyMeasurement;
}

const startMs = 30_000;
/** How often a key that is made looks whether somebody still waits for it, ms. */
const lookMs = 20;

/** The firmware's parts on XS, in a release build of the simulator, which measures itself. */
export class Workbench {
	readonly #socket: Socket;
	readonly #close: () => Promise<void>;
	readonly #asked = new Map<number, (answer: Answer) => void>();
	#count = 0;
	#received = "";

	constructor(socket: Socket, close: () => Promise<void>) {
		this.#socket = socket;
		this.#close = close;
		socket.setEncoding("utf8").on("data", (received: string) => this.#receive(received));
		// A simulator that is ended resets its connection; "close" follows and says so.
		socket.on("error", () => {});
		socket.on("close", () => {
			for (const [id, settle] of this.#asked) settle({ id, error: { message: "The simulator ended" } });
		});
	}

	async power(base: bigint, exponent: bigint, modulus: bigint): Promise<bigint> {
		return BigInt((await this.#ask("power", [base, exponent, modulus].map(String))) as string);
	}

	async sha256(message: Uint8Array): Promise<Uint8Array> {
		return fromBase64(await this.#ask("sha256", [Buffer.from(message).toString("base64")]));
	}

	async random(bytes: number): Promise<Uint8Array> {
		return fromBase64(await this.#ask("random", [String(bytes)]));
	}

	async makeKey(): Promise<{ key: DeviceKey; measurement: KeyMeasurement }> {
		const { privateKey, certificateSigningRequest, measurement } = (await this.#ask("key")) as XsKey;
		return { key: { privateKey: fromBase64(privateKey), certificateSigningRequest }, measurement };
	}

	/** The key maker over there, as one over here. */
	get keyMaker(): KeyMaker {
		return {
			makeKey: async (cancellation?: CancellationToken) => {
				const look = setInterval(() => cancellation?.closed && void this.#ask("stop"), lookMs);
				try {
					return (await this.makeKey()).key;
				} finally {
					clearInterval(look);
				}
			},
		};
	}

	close(): Promise<void> {
		return this.#close();
	}

	#receive(received: string): void {
		const lines = (this.#received + received).split("\n");
		this.#received = lines.pop() ?? "";
		for (const line of lines) {
			const answer = JSON.parse(line) as Answer;
			this.#asked.get(answer.id)?.(answer);
		}
	}

	async #ask(order: string, values: readonly string[] = []): Promise<unknown> {
		const id = this.#count++;
		const answered = new Promise<Answer>((resolve) => this.#asked.set(id, resolve));
		this.#socket.write(`${JSON.stringify({ id, order, values })}\n`);
		const { value, error } = await answered;
		this.#asked.delete(id);
		if (error !== undefined) throw Object.assign(new Error(error.message), { code: error.code });
		return value;
	}
}

/** Builds it, which takes a minute the first time, and starts it. Rejects with `build-failed`. */
export async function startWorkbench(sdk: ModdableSdk): Promise<Workbench> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const port = String((server.address() as AddressInfo).port);
	let display: VirtualDisplay | undefined;
	let machine: SimulatedMachine | undefined;
	const close = async () => {
		await machine?.stop();
		await display?.close();
		server.close();
	};
	try {
		const { library } = await buildApp({
			sdk,
			env: process.env,
			manifest: path.join(repositoryRoot, "test", "simulator", "workbench", "manifest.json"),
			outDirectory: path.join(repositoryRoot, "build", "workbench"),
			mode: "instrument",
			config: { workbenchPort: port },
		});
		if (sdk.platform === "lin") display = await startVirtualDisplay();
		const options = { sdk, env: process.env, library, display: display?.name, listener: undefined };
		machine = await startSimulatedMachine(options);
		return new Workbench(await firstConnection(server), close);
	} catch (error) {
		await close();
		throw error;
	}
}

async function firstConnection(server: Server): Promise<Socket> {
	const [socket] = (await within(once(server, "connection"), "the simulator's connection", startMs)) as [Socket];
	return socket;
}

function fromBase64(text: unknown): Uint8Array {
	return new Uint8Array(Buffer.from(text as string, "base64"));
}
