import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { untilAborted } from "../../base/interruption.js";
import { ToolError } from "../../base/tool-error.js";
import { type ModdableSdk, sdkEnvironment } from "../build/moddable-sdk.js";
import { endProcess } from "../build/run-process.js";
import { startSimulatedMachine } from "./simulated-machine.js";
import { startVirtualDisplay } from "./virtual-display.js";
import type { XsbugListener } from "./xsbug-log-server.js";

export interface SimulatorOptions {
	readonly sdk: ModdableSdk;
	readonly env: NodeJS.ProcessEnv;
	/** What mcconfig built. */
	readonly library: string;
	/** Undefined: the SDK's debugger is opened instead. */
	readonly listener: XsbugListener | undefined;
}

/** Runs firmware in Moddable's simulator until `signal` aborts. Rejects with `simulator-ended` when somebody closes it before. */
export async function runSimulator(options: SimulatorOptions, signal: AbortSignal): Promise<void> {
	const { sdk, env, library, listener } = options;
	await withDisplay(sdk, env, async (display) => {
		const xsbug = listener === undefined ? await startXsbug(sdk, env) : undefined;
		const machine = await startSimulatedMachine({ sdk, env, library, display, listener });
		try {
			const ended = machine.ended.then(() => {
				if (!signal.aborted) throw new ToolError("simulator-ended", "The simulator was closed");
			});
			await Promise.race([untilAborted(signal), ended]);
		} finally {
			await machine.stop();
			if (xsbug !== undefined) await endProcess(xsbug);
		}
	});
}

async function startXsbug(sdk: ModdableSdk, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
	const command = sdk.platform === "mac" ? path.join(sdk.bin, "xsbug.app", "Contents", "MacOS", "xsbug") : "xsbug";
	const child = spawn(command, [], { env: sdkEnvironment(sdk, env), stdio: "ignore" });
	await once(child, "spawn");
	return child;
}

/** The user's display; where there is none, one without a screen, on which nobody can see the simulator, but it runs. */
async function withDisplay(
	sdk: ModdableSdk,
	env: NodeJS.ProcessEnv,
	use: (display: string | undefined) => Promise<void>,
): Promise<void> {
	if (sdk.platform !== "lin" || env.DISPLAY) return use(undefined);
	const display = await startVirtualDisplay();
	try {
		await use(display.name);
	} finally {
		await display.close();
	}
}
