import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { type ModdableSdk, sdkEnvironment } from "../build/moddable-sdk.js";
import { endProcess } from "../build/run-process.js";
import { startXsbugLogServer, type XsbugListener } from "./xsbug-log-server.js";

export interface SimulatedMachine {
	/** Resolves when the simulator's process is gone, whoever ended it. */
	readonly ended: Promise<void>;
	/** Ends the simulator and the log server. May be called twice. */
	stop(): Promise<void>;
}

export interface SimulatedMachineOptions {
	readonly sdk: ModdableSdk;
	readonly env: NodeJS.ProcessEnv;
	/** What mcconfig built: mc.so, or mc.dll. */
	readonly library: string;
	/** DISPLAY, where the simulator needs an X server. */
	readonly display: string | undefined;
	/** Undefined: the machine looks for xsbug, the debugger, where that listens by itself. */
	readonly listener: XsbugListener | undefined;
}

/** Runs the firmware in Moddable's simulator, with a log server in the debugger's place. */
export async function startSimulatedMachine(options: SimulatedMachineOptions): Promise<SimulatedMachine> {
	const { sdk, library, display, listener } = options;
	const server = listener === undefined ? undefined : await startXsbugLogServer(listener);
	const env = sdkEnvironment(sdk, options.env);
	if (display !== undefined) env.DISPLAY = display;
	if (server !== undefined) {
		env.XSBUG_HOST = "127.0.0.1";
		env.XSBUG_PORT = String(server.port);
	}
	const [command, ...args] = simulatorCommand(sdk, library);
	const child = spawn(command, args, { env, stdio: "ignore" });
	const exited = once(child, "exit").then(() => {});
	try {
		await once(child, "spawn");
	} catch (error) {
		await server?.close();
		throw error;
	}
	const stop = async () => {
		await endProcess(child);
		await server?.close();
	};
	return { ended: exited, stop };
}

/**
 * On Linux the SDK writes without MSG_NOSIGNAL to a connection that its peer has just closed, and sets SIGPIPE back to its default: the
 * signal would end the simulator, where a chip gets an error. A signal that is blocked is never delivered.
 */
function simulatorCommand(sdk: ModdableSdk, library: string): readonly [string, ...string[]] {
	const simulator = simulatorPath(sdk);
	return sdk.platform === "lin" ? ["env", "--block-signal=PIPE", simulator, library] : [simulator, library];
}

function simulatorPath(sdk: ModdableSdk): string {
	if (sdk.platform === "mac") return path.join(sdk.bin, "mcsim.app", "Contents", "MacOS", "mcsim");
	return path.join(sdk.bin, sdk.platform === "win" ? "mcsim.exe" : "mcsim");
}
