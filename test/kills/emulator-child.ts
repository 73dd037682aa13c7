import { fork } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Cli } from "../support/cli.js";
import { within } from "../support/deadline.js";

/** An emulator in a process of its own. */
export interface EmulatorChild {
	readonly endpointUrl: string;
	readonly mqttPort: number;
	readonly rootCaPem: string;
	/** SIGKILL; resolves when it is gone. */
	kill(): Promise<void>;
}

/** `thingsmith local --data`. */
export async function startLocal(directory: string): Promise<EmulatorChild> {
	const ports = ["--port", "0", "--mqtt-port", "0", "--https-port", "0"];
	const local = new Cli(["local", ...ports, "--data", directory, "--empty", "--json"]);
	const ready = await local.event({ event: "ready" });
	return {
		endpointUrl: String(ready.endpointUrl),
		mqttPort: Number(ready.mqttPort),
		rootCaPem: await readFile(String(ready.rootCaPath), "utf8"),
		async kill() {
			local.signal("SIGKILL");
			await local.exit();
		},
	};
}

/** What `thingsmith local` starts, alone: it is there in half the time. */
export async function startAlone(directory: string): Promise<EmulatorChild> {
	const child = fork(fileURLToPath(new URL("emulator-process.js", import.meta.url)), [directory]);
	const gone = once(child, "exit");
	const failed = gone.then(([code]) =>
		Promise.reject(new Error(`The emulator ended with ${code} before it was ready`)),
	);
	failed.catch(() => {});
	const [ready] = await within(Promise.race([once(child, "message"), failed]), "the emulator", 20_000);
	return {
		...(ready as Pick<EmulatorChild, "endpointUrl" | "mqttPort" | "rootCaPem">),
		async kill() {
			child.kill("SIGKILL");
			await within(gone, "the end of the emulator");
		},
	};
}
