import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { type ModdableSdk, sdkEnvironment } from "./moddable-sdk.js";
import { endProcess } from "./run-process.js";
import { startXsbugLogServer, type XsbugListener } from "./xsbug-log-server.js";

export interface SimulatedMachine {
	/** Resolves when the simulator's process is gone, whoever ended it. */
	readonly ended: Promise<void>;
	/** Ends the simulator and the log server. May be called twice. */
	stop(): Promise<void>;
}

export interface SimulatedMachineOptions {
	readonly sdk: ModdableSdk;
	readonly repository: string;
	/** What mcconfig built: mc.so, or mc.dll. */
	readonly library: string;
	/** DISPLAY, where the simulator needs an X server. */
	readonly display: string | undefined;
	readonly listener: XsbugListener;
}

/** Runs the firmware in Moddable's simulator, with a log server of its own in the debugger's place. */
export async function startSimulatedMachine(options: SimulatedMachineOptions): Promise<SimulatedMachine> {
	const { sdk, repository, library, display, listener } = options;
	const server = await startXsbugLogServer(listener);
	const env = {
		...sdkEnvironment(sdk, repository),
		...(display === undefined ? {} : { DISPLAY: display }),
		XSBUG_HOST: "127.0.0.1",
		XSBUG_PORT: String(server.port),
	};
	const child = spawn(simulatorPath(sdk), [library], { env, stdio: "ignore" });
	const exited = once(child, "exit").then(() => {});
	try {
		await once(child, "spawn");
	} catch (error) {
		await server.close();
		throw error;
	}
	const stop = async () => {
		await endProcess(child);
		await server.close();
	};
	return { ended: exited, stop };
}

function simulatorPath(sdk: ModdableSdk): string {
	if (sdk.platform === "mac") return path.join(sdk.bin, "mcsim.app", "Contents", "MacOS", "mcsim");
	return path.join(sdk.bin, sdk.platform === "win" ? "mcsim.exe" : "mcsim");
}
