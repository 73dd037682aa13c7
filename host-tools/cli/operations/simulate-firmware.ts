import { rm } from "node:fs/promises";
import path from "node:path";
import { repositoryRoot } from "../../base/files/repository-root.js";
import { interruptible } from "../../base/interruption.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import { type DeviceEvent, toDeviceEvent } from "../../board/monitor/device-events.js";
import { parseLogLine } from "../../board/monitor/device-log.js";
import { prepareReadingsFile, readingsPathOf } from "../../board/partitions/readings-file.js";
import type { AwsSettings } from "../../cloud/account/aws-settings.js";
import { describeDataEndpoint } from "../../cloud/account/data-endpoint.js";
import { createIotClient } from "../../cloud/account/iot-client.js";
import { findModdableSdk, howToGetSdk } from "../../moddable/build/moddable-sdk.js";
import { buildFirmware } from "../../moddable/simulator/build-firmware.js";
import { runSimulator } from "../../moddable/simulator/run-simulator.js";
import type { XsbugListener } from "../../moddable/simulator/xsbug-log-server.js";
import type { ClaimedEvent } from "./claim-create.js";
import { prepareSimulatorFlash } from "./simulator-flash.js";

export type SimulatorEvent = ClaimedEvent | DeviceEvent | NoteEvent;

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
export async function simulateFirmware(
	options: SimulateFirmwareOptions,
	{ emit, signal }: TaskContext<SimulatorEvent>,
): Promise<void> {
	const { aws, templateName, newDevice, xsbug, env } = options;
	const sdk = findModdableSdk(env);
	if (sdk === undefined) throw new ToolError("sdk-missing", "There is no Moddable SDK", { next: howToGetSdk });
	await checkEndpoint(aws, signal);
	emit({ event: "note", text: "Building the firmware; the first time takes half a minute …" });
	const readingsFile = readingsPathOf(flashFile);
	const { library } = await buildFirmware({ sdk, env, outDirectory, flashFile, readingsFile, signal });
	if (newDevice) await rm(flashFile, { force: true });
	// Only now: a claim lives five minutes.
	await interruptible(() => prepareSimulatorFlash({ aws, templateName, flashFile }, emit), signal);
	await prepareReadingsFile(flashFile);
	await runSimulator({ sdk, env, library, listener: xsbug ? undefined : logListener(emit) }, signal);
}

/** Whoever waits for a build should not learn afterwards that nobody answers. */
async function checkEndpoint(aws: AwsSettings, signal: AbortSignal): Promise<void> {
	const client = createIotClient(aws, signal);
	try {
		await describeDataEndpoint(client, aws);
	} finally {
		client.destroy();
	}
}

function logListener(emit: TaskContext<DeviceEvent>["emit"]): XsbugListener {
	const step = (name: string, detail: string) => emit({ event: "step", device: deviceName, step: name, detail });
	return {
		onLine(line) {
			const parsed = parseLogLine(line);
			// What the SDK has to say about a failure, the device's own event says better.
			if (parsed.kind !== "event") return;
			const { event, fields } = parsed;
			const happened = toDeviceEvent(deviceName, event, fields);
			if (happened !== undefined) emit(happened);
			else if (event === "failed") step(event, String(fields.message));
		},
		onBreak: (message) => step("exception", message),
	};
}
