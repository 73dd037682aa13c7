import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { OperationContext } from "../../base/events.js";
import { repositoryRoot } from "../../base/files/repository-root.js";
import { untilAborted } from "../../base/interruption.js";
import { ToolError } from "../../base/tool-error.js";
import { parseLogLine } from "../../board/monitor/device-log.js";
import { prepareReadingsFile, readingsPathOf } from "../../board/partitions/readings-file.js";
import { toEvent } from "../../cli/operations/device-events.js";
import type { AwsSettings } from "../../cloud/account/aws-settings.js";
import { describeDataEndpoint } from "../../cloud/account/data-endpoint.js";
import { createIotClient } from "../../cloud/account/iot-client.js";
import { findModdableSdk, howToGetSdk, type ModdableSdk, sdkEnvironment } from "../build/moddable-sdk.js";
import { endProcess } from "../build/run-process.js";
import { buildFirmware } from "./build-firmware.js";
import { startSimulatedMachine } from "./simulated-machine.js";
import { prepareFlashFile } from "./simulator-device.js";
import { startVirtualDisplay } from "./virtual-display.js";
import type { XsbugListener } from "./xsbug-log-server.js";

export interface SimulateFirmwareOptions {
	readonly aws: AwsSettings;
	readonly templateName: string;
	/** Forget the device that was simulated last time. */
	readonly newDevice: boolean;
	/** Open the SDK's debugger instead of showing the log. */
	readonly xsbug: boolean;
	readonly env: NodeJS.ProcessEnv;
}

const flashFile = path.join(repositoryRoot, ".thingsmith", "simulator", "identity.flash");
const outDirectory = path.join(repositoryRoot, "build", "simulator");
const deviceName = "simulator";

/** Builds the firmware, provisions a flash file and runs both in Moddable's simulator until the signal aborts. */
export async function simulateFirmware(options: SimulateFirmwareOptions, context: OperationContext): Promise<void> {
	const { aws, templateName, newDevice, env } = options;
	const sdk = findModdableSdk(env);
	if (sdk === undefined) throw new ToolError("sdk-missing", "There is no Moddable SDK", { next: howToGetSdk });
	await checkEndpoint(aws);
	context.emit({ event: "note", text: "Building the firmware; the first time takes half a minute …" });
	const files = { flashFile, readingsFile: readingsPathOf(flashFile) };
	const { library } = await buildFirmware({ sdk, env, outDirectory, ...files, signal: context.signal });
	if (newDevice) await rm(flashFile, { force: true });
	// Only now: a claim lives five minutes.
	await prepareFlashFile({ aws, templateName, flashFile }, context);
	await prepareReadingsFile(flashFile);
	await withDisplay(sdk, env, (display) => runMachine({ sdk, library, display, options }, context));
}

/** Whoever waits for a build should not learn afterwards that nobody answers. */
async function checkEndpoint(aws: AwsSettings): Promise<void> {
	const client = createIotClient(aws);
	try {
		await describeDataEndpoint(client, aws);
	} finally {
		client.destroy();
	}
}

interface Machine {
	readonly sdk: ModdableSdk;
	readonly library: string;
	readonly display: string | undefined;
	readonly options: SimulateFirmwareOptions;
}

async function runMachine({ sdk, library, display, options }: Machine, context: OperationContext): Promise<void> {
	const { env, xsbug } = options;
	const debuggerProcess = xsbug ? await startXsbug(sdk, env) : undefined;
	const listener = xsbug ? undefined : showLog(context);
	const machine = await startSimulatedMachine({ sdk, env, library, display, listener });
	try {
		const ended = machine.ended.then(() => {
			if (!context.signal.aborted) throw new ToolError("simulator-ended", "The simulator was closed");
		});
		await Promise.race([untilAborted(context.signal), ended]);
	} finally {
		await machine.stop();
		if (debuggerProcess !== undefined) await endProcess(debuggerProcess);
	}
}

function showLog({ emit }: OperationContext): XsbugListener {
	return {
		onLine(line) {
			const parsed = parseLogLine(line);
			// What the SDK has to say about a failure, the device's own event says better.
			if (parsed.kind !== "event") return;
			const { event, fields } = parsed;
			const happened = toEvent(deviceName, event, fields);
			if (happened !== undefined) emit(happened);
			else if (event === "failed")
				emit({ event: "step", device: deviceName, step: event, detail: String(fields.message) });
		},
		onBreak: (message) => emit({ event: "step", device: deviceName, step: "exception", detail: message }),
	};
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
