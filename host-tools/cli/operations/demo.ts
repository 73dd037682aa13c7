import { setMaxListeners } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { IoTClient } from "@aws-sdk/client-iot";
import { withTemporaryDirectory } from "../../base/files/temporary-directory.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import { toBootstrap } from "../../board/identity/bootstrap-file.js";
import { createFlashFile } from "../../board/partitions/flash-file.js";
import { defaultScope } from "../../emulator/arn.js";
import { type Emulator, startEmulator } from "../../emulator/emulator.js";
import type { ClaimedEvent } from "./claim-create.js";
import type { ReadyEvent } from "./local.js";
import { runDevice, type VirtualDeviceEvent } from "./run-device.js";
import { Semaphore } from "./semaphore.js";

export type DemoEvent = ReadyEvent | ClaimedEvent | VirtualDeviceEvent | NoteEvent;

export interface DemoOptions {
	/** 1 to 200 */
	readonly devices: number;
	/** For each device; undefined: until the signal aborts. */
	readonly readings: number | undefined;
	/** Between readings. */
	readonly intervalMs: number;
}

/** Devices that provision at the same time, as many as the emulator makes keys at once: more would only delay the first reading. */
const provisioningAtOnce = 2;

/** AWS IoT and its devices in one process, from claim to readings, over real TLS and MQTT on loopback. */
export async function demo(options: DemoOptions, context: TaskContext<DemoEvent>): Promise<void> {
	await withTemporaryDirectory(async (directory) => {
		// The SDK loads while the emulator makes its keys on other threads.
		const starting = startEmulator({ port: 0, mqttPort: 0 });
		starting.catch(() => {});
		const cloud = await import("./demo-cloud.js");
		const emulator = await starting;
		const client = cloud.createDemoClient(emulator, context.signal);
		try {
			await announce(emulator, directory, options, context);
			await cloud.createDemoTemplate(client, defaultScope);
			await runDevices(options, context, { emulator, client, directory });
		} finally {
			client.destroy();
			await emulator.close();
		}
	});
}

interface Stage {
	readonly emulator: Emulator;
	readonly client: IoTClient;
	readonly directory: string;
}

async function announce(
	emulator: Emulator,
	directory: string,
	{ devices }: DemoOptions,
	{ emit }: TaskContext<DemoEvent>,
): Promise<void> {
	const { endpointUrl, mqttHost, mqttPort, rootCaPem } = emulator;
	const rootCaPath = join(directory, "root-ca.pem");
	await writeFile(rootCaPath, rootCaPem);
	const who = devices === 1 ? "One virtual device" : `${devices} virtual devices`;
	emit({ event: "note", text: `AWS IoT on this machine. ${who}, everything over TLS on loopback; Ctrl-C ends it.` });
	emit({ event: "ready", endpointUrl, mqttHost, mqttPort, rootCaPath });
}

/** Rejects with the first device's failure, after the others were stopped. */
async function runDevices(options: DemoOptions, context: TaskContext<DemoEvent>, stage: Stage): Promise<void> {
	const stop = new AbortController();
	const emit = withRefusals(stage.emulator, context.emit);
	const own = { emit, signal: AbortSignal.any([context.signal, stop.signal]) };
	// Each device listens until it has ended; Node takes more than ten for a leak.
	setMaxListeners(options.devices + 1, own.signal);
	const semaphore = new Semaphore(provisioningAtOnce);
	const names = Array.from({ length: options.devices }, (_, index) => String(index + 1).padStart(4, "0"));
	const running = names.map(async (serialNumber) => {
		try {
			await runOne(serialNumber, options, own, stage, semaphore);
		} catch (error) {
			stop.abort();
			throw error;
		}
	});
	const outcomes = await Promise.allSettled(running);
	const failure = outcomes.find((outcome) => outcome.status === "rejected");
	if (failure !== undefined) throw failure.reason;
}

async function runOne(
	serialNumber: string,
	options: DemoOptions,
	context: TaskContext<DemoEvent>,
	stage: Stage,
	semaphore: Semaphore,
): Promise<void> {
	const name = `device-${Number(serialNumber)}`;
	const release = await semaphore.take();
	try {
		if (context.signal.aborted) return;
		const { createDemoBootstrap } = await import("./demo-cloud.js");
		const { emulator, client, directory } = stage;
		const bootstrap = await createDemoBootstrap(client, emulator, { serialNumber, intervalMs: options.intervalMs });
		context.emit({ event: "claimed", device: name, expiresAt: bootstrap.claim.expiresAt });
		const flashPath = join(directory, `${name}.flash`);
		await createFlashFile(flashPath, toBootstrap(bootstrap));
		await runDevice({ name, flashPath, readings: options.readings, onOnline: release }, context);
	} catch (error) {
		throw error instanceof ToolError && error.device === undefined
			? new ToolError(error.code, error.message, { device: name, next: error.next, cause: error })
			: error;
	} finally {
		release();
	}
}

/** The emulator knows why it refused something; a device only sees its connection end. Each reason is told once. */
function withRefusals({ journal }: Emulator, emit: TaskContext<DemoEvent>["emit"]): TaskContext<DemoEvent>["emit"] {
	const told = new Set<string>();
	return (happened) => {
		emit(happened);
		if (happened.event !== "step" || happened.step !== "retry") return;
		const refusal = journal.list().at(-1);
		if (refusal === undefined || told.has(refusal.code)) return;
		told.add(refusal.code);
		emit({ event: "note", text: `The emulator refused (${refusal.plane}, ${refusal.code}): ${refusal.reason}` });
	};
}
